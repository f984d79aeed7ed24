/** The frame of every page: head, bar, what is beside it, and the content. */
import { generatedMark } from '../../emitted-file.js';
import type { EventNode, PageNode, ServiceNode, Site, StreamNode } from '../site/site.js';
import { counted } from '../facts/words.js';
import { encodedPath, Links } from './links.js';
import { markup, markupText, type Markup } from './markup.js';

export interface Page {
  /** Without extension, e.g. `events/ORDER_PLACED`. */
  readonly path: string;
  readonly title: string;
  readonly description: string | undefined;
  /** The page's own node: it is marked in the lists beside the content. */
  readonly node?: PageNode | undefined;
  /** The stream whose events stand beside the content. */
  readonly stream?: StreamNode | undefined;
  /** Parts of the page, by anchor. */
  readonly parts?: readonly (readonly [string, string])[];
  readonly content: Markup;
  /** The contract file or folder it was written from. */
  readonly from: string;
  /** Whether `.json` and `.md` of the same name stand beside it. */
  readonly hasTwins: boolean;
}

export const pageText = (site: Site, page: Page): string => {
  const links = new Links(page.path);
  const { base } = links;
  return markupText(markup`<!doctype html>
<!-- ${generatedMark} from ${page.from}. To write it again: npm run docs -->
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${page.title}</title>
<meta name="description" content="${(page.description ?? page.title).slice(0, descriptionMax)}">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${base}assets/style.css">
<script defer src="${base}assets/docs.js"></script>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header class="bar">
<a class="brand" href="${base}index.html">${logo}<span>Event docs</span></a>
<nav aria-label="Everything">${sections(site).map(([name, path, count]) => markup`<a href="${base}${path}.html"${page.path === path && markup` aria-current="page"`}>${name}<span class="count">${count}</span></a>`)}</nav>
<form class="search" role="search" hidden data-base="${base}"><label class="unseen" for="search">Search names, fields and descriptions</label><input id="search" type="search" placeholder="Search events, fields, streams" autocomplete="off" spellcheck="false"><kbd aria-hidden="true">/</kbd></form>
</header>
<div class="frame">
<nav class="beside" aria-label="Services, streams and events">
${sideList('Services', 'services/index', site.services, page, links)}${sideList('Streams', 'streams/index', site.streams, page, links)}</nav>
<main id="content" tabindex="-1">
${page.content}<footer>${page.hasTwins && markup`<p>This page as <a href="${base}${encodedPath(page.path)}.md">Markdown</a> and as <a href="${base}${encodedPath(page.path)}.json">JSON</a>.</p>`}<p>Written by <code>npm run docs</code> from <code>${page.from}</code>.</p></footer>
</main>
${page.parts !== undefined && page.parts.length > 1 ? markup`<nav class="parts" aria-label="On this page"><p>On this page</p><ul>${page.parts.map(([anchor, name]) => markup`<li><a href="#${anchor}">${name}</a></li>`)}</ul></nav>` : false}
</div>
</body>
</html>
`);
};

const descriptionMax = 300;

/** Nothing from elsewhere and no script in the page itself. A page opened from a file is of no origin, hence `file:`. */
const policy = "default-src 'none'; img-src data:; style-src 'self' file:; script-src 'self' file:";

const logo = markup`<svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true"><path d="M6 6h12M6 12h7M6 18h12" /><circle cx="4" cy="6" r="2.6"/><circle cx="20" cy="6" r="2.6"/><circle cx="16" cy="12" r="2.6"/><circle cx="4" cy="18" r="2.6"/><circle cx="20" cy="18" r="2.6"/></svg>`;

const sections = ({ services, streams, events }: Site): readonly (readonly [string, string, number])[] => [
  ['Services', 'services/index', services.length],
  ['Streams', 'streams/index', streams.length],
  ['Events', 'events/index', events.length],
];

/** Every page has these lists, so they are short; the whole is one click away. */
const sideMax = 14;

const sideList = (
  title: string,
  path: string,
  nodes: readonly (ServiceNode | StreamNode)[],
  page: Page,
  links: Links,
): Markup | false =>
  nodes.length > 0 &&
  markup`<p>${title}</p>
<ul>
${around(nodes, page.node ?? page.stream).map((node) => markup`<li>${sideLink(node, page, links)}${node === page.stream && eventList(page.stream, page, links)}</li>\n`)}${nodes.length > sideMax && markup`<li><a class="all" href="${links.base}${path}.html">All ${counted(nodes.length, title.toLowerCase().slice(0, -1))}</a></li>\n`}</ul>
`;

const sideLink = (node: PageNode, page: Page, links: Links): Markup =>
  markup`<a href="${links.href(node)}"${node === page.node && markup` aria-current="page"`}>${node.name}</a>`;

const eventList = (stream: StreamNode, page: Page, links: Links): Markup | false =>
  stream.events.length > 0 &&
  markup`<ul>${around<EventNode>(stream.events, page.node).map((event) => markup`<li>${sideLink(event, page, links)}</li>`)}${stream.events.length > sideMax && markup`<li><a class="all" href="${links.href(stream, 'events')}">All ${counted(stream.events.length, 'event')}</a></li>`}</ul>`;

/** The first ones, or those around the page's own. */
const around = <Node extends PageNode>(nodes: readonly Node[], own: PageNode | undefined): readonly Node[] => {
  const at = nodes.findIndex((node) => node === own);
  const from = Math.max(0, Math.min(at - Math.floor(sideMax / 2), nodes.length - sideMax));
  return nodes.slice(from, from + sideMax);
};
