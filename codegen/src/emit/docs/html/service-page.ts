/** The page of one service: its place in the system, what it publishes, and what it handles where. */
import { sourceName } from '../../emitted-file.js';
import type { DocsInputs } from '../docs-inputs.js';
import { handlingOf } from '../facts/event-facts.js';
import { policyOf } from '../facts/policy.js';
import { counted, firstSentence } from '../facts/words.js';
import { graphAround } from '../graph/graph.js';
import type { EventNode, ServiceNode, Site, Use } from '../site/site.js';
import { servicesOf, streamsOf } from '../site/site.js';
import { Links } from './links.js';
import { markup, type Markup } from './markup.js';
import { pageText } from './page.js';
import { factList, heading, placeLink, trail } from './parts.js';
import { picture } from './picture.js';
import { inlineText, richText } from './rich-text.js';

export const servicePage = (site: Site, service: ServiceNode, inputs: DocsInputs): string => {
  const { document, publishes, handles } = service;
  const links = new Links(service.path);
  const graph = graphAround(service);
  const parts: readonly (readonly [string, string, Markup])[] = [
    ['publishes', 'Publishes', usesPart(publishes, 'It publishes nothing.', (use) => publishTable(use, links), links)],
    ['handles', 'Handles', usesPart(handles, 'It handles nothing.', (use) => handleTable(use, inputs, links), links)],
  ];
  return pageText(site, {
    path: service.path,
    title: `${service.name} · service`,
    description: document.description,
    node: service,
    from: sourceName(document.file),
    hasTwins: true,
    parts: parts.map(([anchor, name]) => [anchor, name]),
    content: markup`${trail([['Services', `${links.base}services/index.html`]])}<p class="kind service">Service</p>
<h1>${document.title || service.name}</h1>
${document.title !== '' && document.title !== service.name && markup`<p class="under"><code>${service.name}</code></p>\n`}${richText(document.description, 'lead')}
${graph !== undefined && graph.edges.length > 0 && picture(graph, { label: `${service.name} and what it is connected to`, own: service }, links)}${factList(
      [
        ['Version', document.version === '' ? undefined : document.version],
        ['Publishes', countsOf(publishes)],
        ['Handles', countsOf(handles)],
        ['Contract', placeLink({ file: document.file, line: 1 }, inputs, links)],
      ],
    )}${parts.map(([anchor, name, content]) => markup`<section>${heading(2, anchor, name)}${content}</section>\n`)}`,
  });
};

const countsOf = (uses: readonly Use[]): string => {
  const events = new Set(uses.flatMap((use) => use.events)).size;
  return uses.length === 0 ? 'nothing' : `${counted(events, 'event')} of ${counted(streamsOf(uses).length, 'stream')}`;
};

/** Rows on one page, over all operations: the pages of the streams have the others. */
const rowsMax = 240;

const usesPart = (uses: readonly Use[], none: string, table: (use: Use) => Markup, links: Links): Markup => {
  if (uses.length === 0) return markup`<p class="quiet">${none}</p>\n`;
  let room = rowsMax;
  return markup`${uses.slice(0, operationsMax).map((use) => {
    const shown = { ...use, events: use.events.slice(0, Math.max(room, 0)) };
    room -= shown.events.length;
    const more = use.events.length - shown.events.length;
    return markup`<h3>${links.to(use.stream)}</h3>
${richText(use.operation.description)}${table(shown)}${more > 0 && markup`<p>${counted(more, 'event')} more on the page of ${links.to(use.stream)}.</p>\n`}`;
  })}${uses.length > operationsMax && markup`<p>${counted(uses.length - operationsMax, 'operation')} more in the contract.</p>\n`}`;
};

const operationsMax = 100;

const nameCell = (event: EventNode, links: Links): Markup =>
  markup`<th scope="row">${links.to(event)}${event.message.isDeprecated && markup` <span class="badge old">deprecated</span>`}</th>`;

const publishTable = ({ events }: Use, links: Links): Markup =>
  markup`<div class="scroll"><table class="list">
<thead><tr><th scope="col">Event</th><th scope="col">Handled by</th><th scope="col">Description</th></tr></thead>
<tbody>
${events.map(
  (event) => markup`<tr>
${nameCell(event, links)}
<td data-label="Handled by">${links.list(servicesOf(event.handlers), 'nobody')}</td>
<td>${inlineText(firstSentence(event.message.description ?? event.message.summary))}</td>
</tr>
`,
)}</tbody>
</table></div>
`;

const handleTable = (use: Use, inputs: DocsInputs, links: Links): Markup => {
  const policy = policyOf(use.operation);
  return markup`<p class="policy">${policy.retry}; ${policy.timeout}; then ${policy.onDeadLetter}.</p>
<div class="scroll"><table class="list">
<thead><tr><th scope="col">Event</th><th scope="col">Published by</th><th scope="col">Handler</th></tr></thead>
<tbody>
${use.events.map((event) => {
  const { handler } = handlingOf(use, event, inputs);
  return markup`<tr>
${nameCell(event, links)}
<td data-label="Published by">${links.list(servicesOf(event.publishers), 'nobody')}</td>
<td data-label="Handler">${handler === undefined ? markup`<span class="quiet">no file found</span>` : placeLink(handler, inputs, links)}</td>
</tr>
`;
})}</tbody>
</table></div>
`;
};
