/** Small pieces that several pages have. */
import type { CodePlace, DocsInputs } from '../docs-inputs.js';
import { sourcePlace } from '../facts/source-place.js';
import { firstSentence } from '../facts/words.js';
import type { EventNode, PageNode } from '../site/site.js';
import type { Links } from './links.js';
import { markup, type Markup } from './markup.js';
import { inlineText } from './rich-text.js';

/** Where one is: the way up from the page. */
export const trail = (steps: readonly (readonly [string, string])[]): Markup =>
  markup`<nav class="trail" aria-label="Way up">${steps.map(([name, href]) => markup`<a href="${href}">${name}</a><span aria-hidden="true">/</span>`)}</nav>\n`;

export const heading = (level: 2 | 3, anchor: string, text: Markup | string): Markup => {
  const inside = markup`${text}<a class="anchor" href="#${anchor}" aria-label="Link to this part">#</a>`;
  return level === 2 ? markup`<h2 id="${anchor}">${inside}</h2>\n` : markup`<h3 id="${anchor}">${inside}</h3>\n`;
};

/** Facts beside their names; those that are absent are left out. */
export const factList = (facts: readonly (readonly [string, Markup | string | undefined])[]): Markup =>
  markup`<dl class="facts">${facts.map(([name, value]) => value !== undefined && markup`<div><dt>${name}</dt><dd>${value}</dd></div>\n`)}</dl>\n`;

/** `asyncapi/order-service.yaml:61`, as a link if there is a way to it from the page. */
export const placeLink = (place: CodePlace, { sourceHref }: DocsInputs, { base }: Links): Markup => {
  const href = sourceHref(place);
  // A path may be broken after a slash; without a hint it would be broken anywhere.
  const text = markup`<code>${sourcePlace(place)
    .split('/')
    .map((part, index) => markup`${index > 0 && markup`/<wbr>`}${part}`)}</code>`;
  if (href === undefined) return text;
  return markup`<a href="${/^https?:/.test(href) ? href : `${base}${href}`}">${text}</a>`;
};

/** Events as rows: name, who publishes and handles it, first sentence. */
export const eventTable = (
  events: readonly EventNode[],
  links: Links,
  { withStream }: { withStream: boolean },
): Markup =>
  markup`<div class="scroll"><table class="list">
<thead><tr><th scope="col">Event</th>${withStream && markup`<th scope="col">Stream</th>`}<th scope="col">Handled by</th><th scope="col">Description</th></tr></thead>
<tbody>
${events.map((event) => {
  const { message, stream } = event;
  return markup`<tr>
<th scope="row">${links.to(event)}${message.isDeprecated && markup` <span class="badge old">deprecated</span>`}</th>
${withStream && markup`<td data-label="Stream">${links.to(stream)}</td>\n`}<td data-label="Handled by">${links.list(shown(event.handlers.map(({ service }) => service)), 'nobody')}</td>
<td>${inlineText(firstSentence(message.description ?? message.summary))}</td>
</tr>
`;
})}</tbody>
</table></div>
`;

const shownMax = 6;

const shown = (nodes: readonly PageNode[]): readonly PageNode[] => [...new Set(nodes)].slice(0, shownMax);
