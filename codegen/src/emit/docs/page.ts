/** The frame of every page: head, bar with all services, what is on the page, and the content. */
import { generatedMark } from '../emitted-file.js';
import { pageOf } from './links.js';
import { markup, markupText, trustedMarkup, type Markup } from './markup.js';
import { style } from './style.js';

export interface Page {
  readonly title: string;
  readonly description: string | undefined;
  /** Names of all services, for the bar. */
  readonly services: readonly string[];
  /** The service this page is about; absent on the index. */
  readonly current?: string;
  /** Links to the parts of the page; without it the content has the full width. */
  readonly contents?: Markup;
  readonly content: Markup;
  /** The contract file or folder it was written from, the same wherever the repository stands. */
  readonly from: string;
}

/** @returns the whole file: no script, nothing loaded from anywhere. */
export const pageText = (page: Page): string =>
  markupText(markup`<!doctype html>
<!-- ${generatedMark} from ${page.from}. To write it again: npm run docs -->
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${page.title}</title>
<meta name="description" content="${page.description ?? page.title}">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<link rel="icon" href="data:,">
<style>
${trustedMarkup(style)}
</style>
</head>
<body>
<nav class="bar" aria-label="Services">
<a href="index.html"${page.current === undefined && markup` aria-current="page"`}>All services</a>
${page.services.map((service) => barLink(service, service === page.current))}</nav>
<div class="frame${page.contents === undefined && ' single'}">
${page.contents !== undefined && markup`<nav class="contents" aria-label="On this page">\n${page.contents}</nav>\n`}<main>
${page.content}<footer>Written by <code>npm run docs</code> from <code>${page.from}</code>.</footer>
</main>
</div>
</body>
</html>
`);

const barLink = (service: string, isCurrent: boolean): Markup =>
  markup`<a href="${encodeURIComponent(pageOf(service))}"${isCurrent && markup` aria-current="page"`}>${service}</a>\n`;
