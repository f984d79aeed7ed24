/** The page of one stream: its events, who publishes and who handles them, and how it is kept. */
import { sourceName } from '../../emitted-file.js';
import type { DocsInputs } from '../docs-inputs.js';
import { compatibilityOf } from '../facts/extras.js';
import { policyOf } from '../facts/policy.js';
import { counted, retentionText } from '../facts/words.js';
import type { Site, StreamNode } from '../site/site.js';
import { servicesOf } from '../site/site.js';
import { Links } from './links.js';
import { markup, type Markup } from './markup.js';
import { pageText } from './page.js';
import { eventTable, factList, heading, placeLink, trail } from './parts.js';
import { richText } from './rich-text.js';

/** The others are in the list of all events, which has as many pages as it needs. */
const eventsMax = 300;

export const streamPage = (site: Site, stream: StreamNode, inputs: DocsInputs): string => {
  const { channel, events, publishers, handlers } = stream;
  const links = new Links(stream.path);
  const place = channel.source.range;
  const parts: readonly (readonly [string, string, Markup])[] = [
    ['events', counted(events.length, 'event'), eventsPart(stream, links)],
    ['groups', 'Consumer groups', groupTable(stream, links)],
  ];
  return pageText(site, {
    path: stream.path,
    title: `${stream.name} · stream`,
    description: channel.description,
    node: stream,
    stream,
    from: sourceName(place.file),
    hasTwins: true,
    parts: parts.map(([anchor, name]) => [anchor, name]),
    content: markup`${trail([['Streams', `${links.base}streams/index.html`]])}<p class="kind stream">Stream</p>
<h1>${stream.name}</h1>
${richText(channel.description, 'lead')}
<div class="flow">
<div class="step"><p>Published by</p><ul>${serviceItems(stream.publishers, links)}</ul></div>
<div class="step"><p>Stream</p><ul><li><code>${stream.name}</code></li></ul></div>
<div class="step"><p>Handled by</p><ul>${serviceItems(handlers, links)}</ul></div>
</div>
${factList([
  ['Owner', channel.owner ?? channel.definedBy],
  ['Partitions', String(channel.partitions)],
  ['Retention', markup`${retentionText(channel.retention)} <span class="quiet">(${channel.retention})</span>`],
  ['Compatibility', compatibilityOf(channel)],
  ['Publishers', publishers.length > 1 ? counted(servicesOf(publishers).length, 'service') : undefined],
  ['Contract', placeLink(place, inputs, links)],
])}${parts.map(([anchor, name, content]) => markup`<section>${heading(2, anchor, name)}${content}</section>\n`)}`,
  });
};

const serviceItems = (uses: StreamNode['handlers'], links: Links): Markup => {
  const services = servicesOf(uses);
  if (services.length === 0) return markup`<li class="quiet">nobody</li>`;
  return markup`${services.slice(0, itemsMax).map((service) => markup`<li>${links.to(service)}</li>`)}${services.length > itemsMax && markup`<li><a href="#groups">and ${services.length - itemsMax} more</a></li>`}`;
};

const itemsMax = 8;

const eventsPart = ({ events }: StreamNode, links: Links): Markup => {
  if (events.length === 0) return markup`<p class="quiet">The contract names none.</p>\n`;
  const more = events.length - eventsMax;
  return markup`${eventTable(events.slice(0, eventsMax), links, { withStream: false })}${more > 0 && markup`<p>${counted(more, 'event')} more in the <a href="${links.base}events/index.html">list of all events</a>.</p>\n`}`;
};

const groupsMax = 200;

const groupTable = ({ handlers, events }: StreamNode, links: Links): Markup => {
  if (handlers.length === 0) return markup`<p class="quiet">No service handles its events.</p>\n`;
  return markup`<div class="scroll"><table class="list">
<thead><tr><th scope="col">Group</th><th scope="col">Handles</th><th scope="col">Retry</th><th scope="col">After the last attempt</th><th scope="col">Time limit</th></tr></thead>
<tbody>
${handlers.slice(0, groupsMax).map((use) => {
  const policy = policyOf(use.operation);
  return markup`<tr>
<th scope="row">${links.to(use.service)}</th>
<td data-label="Handles">${use.events.length === events.length ? 'all' : `${use.events.length} of ${events.length}`}</td>
<td data-label="Retry">${policy.retry}</td>
<td data-label="After the last attempt">${policy.onDeadLetter}</td>
<td data-label="Time limit">${policy.timeout}</td>
</tr>
`;
})}</tbody>
</table></div>
`;
};
