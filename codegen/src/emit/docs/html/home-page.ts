/** The first page: the whole system as a picture, then its services, streams and events. */
import { counted, firstSentence, retentionText } from '../facts/words.js';
import { type Graph, systemGraph } from '../graph/graph.js';
import { mermaidText } from '../graph/mermaid.js';
import type { ServiceNode, Site, StreamNode } from '../site/site.js';
import { servicesOf, streamsOf } from '../site/site.js';
import { codeBlock } from './code.js';
import { Links } from './links.js';
import { markup, type Markup } from './markup.js';
import { pageText } from './page.js';
import { eventTable, heading } from './parts.js';
import { picture } from './picture.js';
import { inlineText } from './rich-text.js';

/** What a list on the first page shows before it refers to the list of all. */
const rowsMax = 60;

export const homePage = (site: Site): string => {
  const { services, streams, events, from } = site;
  const links = new Links('index');
  const graph = systemGraph(site);
  const summary = `${counted(services.length, 'service')}, ${counted(streams.length, 'stream')} and ${counted(events.length, 'event')}`;
  const parts: readonly (readonly [string, string, Markup])[] = [
    [
      'services',
      'Services',
      markup`${serviceTable(services.slice(0, rowsMax), links)}${all('services', services, links)}`,
    ],
    ['streams', 'Streams', markup`${streamTable(streams.slice(0, rowsMax), links)}${all('streams', streams, links)}`],
    ['events', 'Events', eventsPart(site, links)],
    ...(graph === undefined ? [] : [['mermaid', 'For a README', mermaidPart(graph)] as const]),
  ];
  return pageText(site, {
    path: 'index',
    title: 'Event docs',
    description: `${summary}, and who publishes and handles what.`,
    from,
    hasTwins: true,
    parts: [['system', 'The system'], ...parts.map(([anchor, name]) => [anchor, name] as const)],
    content: markup`<h1 id="system">Services and their events</h1>
<p class="lead">${summary}: who publishes what, who handles it, and what it holds.</p>
${graph === undefined ? markup`<p class="quiet">There is too much for one picture: the page of each service has one of what it is connected to.</p>\n` : picture(graph, { label: 'Picture of the system: services, streams and the events between them' }, links)}${parts.map(([anchor, name, content]) => markup`<section>${heading(2, anchor, name)}${content}</section>\n`)}`,
  });
};

const all = (what: string, nodes: readonly unknown[], { base }: Links): Markup | false =>
  nodes.length > rowsMax && markup`<p><a href="${base}${what}/index.html">All ${nodes.length} ${what}</a></p>\n`;

export const serviceTable = (services: readonly ServiceNode[], links: Links): Markup =>
  markup`<div class="scroll"><table class="list">
<thead><tr><th scope="col">Service</th><th scope="col">Publishes on</th><th scope="col">Handles from</th><th scope="col">Description</th></tr></thead>
<tbody>
${services.map(
  (service) => markup`<tr>
<th scope="row">${links.to(service)}</th>
<td data-label="Publishes on">${links.list(streamsOf(service.publishes).slice(0, namesMax), 'nothing')}</td>
<td data-label="Handles from">${links.list(streamsOf(service.handles).slice(0, namesMax), 'nothing')}</td>
<td>${inlineText(firstSentence(service.document.description))}</td>
</tr>
`,
)}</tbody>
</table></div>
`;

export const streamTable = (streams: readonly StreamNode[], links: Links): Markup =>
  markup`<div class="scroll"><table class="list">
<thead><tr><th scope="col">Stream</th><th scope="col">Events</th><th scope="col">Kept for</th><th scope="col">Published by</th><th scope="col">Handled by</th></tr></thead>
<tbody>
${streams.map(
  (stream) => markup`<tr>
<th scope="row">${links.to(stream)}</th>
<td data-label="Events">${stream.events.length}</td>
<td data-label="Kept for">${retentionText(stream.channel.retention)}</td>
<td data-label="Published by">${links.list(servicesOf(stream.publishers).slice(0, namesMax), 'nobody')}</td>
<td data-label="Handled by">${links.list(servicesOf(stream.handlers).slice(0, namesMax), 'nobody')}</td>
</tr>
`,
)}</tbody>
</table></div>
`;

const namesMax = 6;

/** All of them if they are few, else how many each stream has: this page stays small. */
const eventsPart = ({ streams, events }: Site, links: Links): Markup => {
  if (events.length === 0) return markup`<p class="quiet">There is none.</p>\n`;
  if (events.length <= rowsMax) return eventTable(events, links, { withStream: true });
  return markup`<p><a href="events/index.html">All ${events.length} events</a>, or those of one stream:</p>
<ul class="columns">${streams.slice(0, rowsMax).map((stream) => markup`<li><a href="${links.href(stream, 'events')}"><code>${stream.name}</code></a> <span class="quiet">${counted(stream.events.length, 'event')}</span></li>\n`)}</ul>
`;
};

const mermaidPart = (graph: Graph): Markup =>
  markup`<p>The picture as mermaid text, which GitHub draws. It is also in <a href="system.mmd">system.mmd</a>.</p>
${codeBlock(mermaidText(graph), 'mermaid')}`;
