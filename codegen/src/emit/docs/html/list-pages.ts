/** Lists of all services, streams and events, on as many pages as they need. */
import { counted } from '../facts/words.js';
import type { PageNode, Site } from '../site/site.js';
import { serviceTable, streamTable } from './home-page.js';
import { Links } from './links.js';
import { markup, type Markup } from './markup.js';
import { pageText } from './page.js';
import { eventTable } from './parts.js';

export interface ListPage {
  readonly path: string;
  readonly text: string;
}

/** Rows on a page: with long names and sentences it stays well below 300 KB. */
const rowsMax = 300;

export const listPages = (site: Site): readonly ListPage[] => [
  ...pagesOf(site, 'services', site.services, serviceTable),
  ...pagesOf(site, 'streams', site.streams, streamTable),
  ...pagesOf(site, 'events', site.events.toSorted(byName), (events, links) =>
    eventTable(events, links, { withStream: true }),
  ),
];

const byName = (a: PageNode, b: PageNode): number => (a.name < b.name ? -1 : Number(a.name > b.name));

const pagesOf = <Node extends PageNode>(
  site: Site,
  what: 'services' | 'streams' | 'events',
  nodes: readonly Node[],
  table: (nodes: readonly Node[], links: Links) => Markup,
): readonly ListPage[] => {
  const count = Math.max(1, Math.ceil(nodes.length / rowsMax));
  return Array.from({ length: count }, (_, index) => {
    const path = pathOf(what, index);
    const shown = nodes.slice(index * rowsMax, (index + 1) * rowsMax);
    const title = what.charAt(0).toUpperCase() + what.slice(1);
    return {
      path,
      text: pageText(site, {
        path,
        title: `${title} · Event docs`,
        description: `All ${counted(nodes.length, what.slice(0, -1))}.`,
        from: site.from,
        hasTwins: false,
        content: markup`<h1>${title}</h1>
<p class="lead">${counted(nodes.length, what.slice(0, -1))}${count > 1 && `, ${index * rowsMax + 1} to ${index * rowsMax + shown.length} of them here`}.</p>
${shown.length > 0 && table(shown, new Links(path))}${count > 1 && steps(what, index, count)}`,
      }),
    };
  });
};

const pathOf = (what: string, index: number): string => `${what}/index${index === 0 ? '' : `-${index + 1}`}`;

const steps = (what: string, own: number, count: number): Markup =>
  markup`<nav class="steps" aria-label="Pages of this list">${Array.from({ length: count }, (_, index) => markup`<a href="../${pathOf(what, index)}.html"${index === own && markup` aria-current="page"`}>${index + 1}</a>`)}</nav>\n`;
