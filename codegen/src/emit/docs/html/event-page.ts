/** The page of one event: who publishes and handles it, what it holds, and how to use it in code. */
import type { DocsInputs } from '../docs-inputs.js';
import type { EventFacts, ExampleFacts, Handling } from '../facts/event-facts.js';
import type { SchemaRows } from '../facts/schema-rows.js';
import type { Site } from '../site/site.js';
import { codeBlock } from './code.js';
import { Links } from './links.js';
import { markup, type Markup } from './markup.js';
import { sourceName } from '../../emitted-file.js';
import { pageText } from './page.js';
import { factList, heading, placeLink, trail } from './parts.js';
import { richText } from './rich-text.js';
import { schemaTable, type SchemaTable } from './schema-table.js';

export const eventPage = (site: Site, facts: EventFacts, inputs: DocsInputs): string => {
  const { event, title, description, headers, examples, snippets } = facts;
  const { stream, message } = event;
  const links = new Links(event.path);
  const parts: (readonly [string, string, Markup])[] = [
    ['payload', 'Payload', schemaPart(facts.payload, { part: 'payload', keyProperty: facts.keyProperty })],
    ...(examples.length > 0 ? [['examples', 'Examples', markup`${examples.map(exampleBlock)}`] as const] : []),
    ...snippetParts(snippets),
    ...(facts.handlers.length > 0 ? [['handlers', 'Handlers', handlerTable(facts, inputs, links)] as const] : []),
    ...(headers === undefined
      ? []
      : [['headers', 'Headers', schemaPart(headers, { part: 'headers' }, message.headers?.description)] as const]),
  ];
  return pageText(site, {
    path: event.path,
    title: `${event.name} · ${stream.name}`,
    description,
    node: event,
    stream,
    from: sourceName(facts.place.file),
    hasTwins: true,
    parts: parts.map(([anchor, name]) => [anchor, name]),
    content: markup`${trail([
      ['Events', `${links.base}events/index.html`],
      [stream.name, links.href(stream)],
    ])}<p class="kind event">Event</p>
<h1>${title}</h1>
<p class="under"><code>${event.name}</code>${message.isDeprecated && markup` <span class="badge old">deprecated</span>`}${facts.hasPii && markup` <span class="badge pii" title="Holds personal data: redacted in logs, tools and pages">personal data</span>`}</p>
${message.isDeprecated && notice(facts.sunset)}${richText(description, 'lead')}
${flow(facts, inputs, links)}${factList([
      [
        'Partition key',
        facts.keyProperty === undefined
          ? markup`<span class="quiet">given by the publisher</span>`
          : markup`<code>${facts.keyProperty}</code>`,
      ],
      ['Owner', facts.owner],
      ['Retention', markup`${facts.retention} <span class="quiet">(${stream.channel.retention})</span>`],
      ['Compatibility', facts.compatibility],
      ['Contract', placeLink(facts.place, inputs, links)],
    ])}${parts.map(([anchor, name, content]) => markup`<section>${heading(2, anchor, name)}${content}</section>\n`)}`,
  });
};

const notice = (sunset: string | undefined): Markup =>
  markup`<p class="notice"><strong>Deprecated.</strong> ${sunset === undefined ? 'Do not use it in new code.' : markup`It goes away on <time datetime="${sunset}">${sunset}</time>: do not use it in new code.`}</p>\n`;

/** Publishers, stream and handlers in a row, or below each other where there is no room. */
const flow = ({ event, publishers, handlers }: EventFacts, inputs: DocsInputs, links: Links): Markup =>
  markup`<div class="flow">
<div class="step"><p>Published by</p><ul>${publishers.map((service) => markup`<li>${links.to(service)}</li>`)}${publishers.length === 0 && markup`<li class="quiet">nobody</li>`}</ul></div>
<div class="step"><p>Stream</p><ul><li>${links.to(event.stream)}</li></ul></div>
<div class="step"><p>Handled by</p><ul>${handlers.slice(0, flowMax).map(({ use, handler }) => markup`<li>${links.to(use.service)}${handler !== undefined && markup`<span class="file">${placeLink(handler, inputs, links)}</span>`}</li>`)}${handlers.length > flowMax && markup`<li><a href="#handlers">and ${handlers.length - flowMax} more</a></li>`}${handlers.length === 0 && markup`<li class="quiet">nobody</li>`}</ul></div>
</div>
`;

const flowMax = 8;

const schemaPart = (rows: SchemaRows | undefined, table: SchemaTable, description?: string): Markup => {
  if (rows === undefined) return markup`<p class="quiet">The contract does not say what it holds.</p>\n`;
  if (rows.rows.length === 0) return markup`<p class="quiet">No property is declared.</p>\n`;
  return markup`${richText(description)}${schemaTable(rows, table)}`;
};

const exampleBlock = ({ name, summary, payload, headers, problems }: ExampleFacts): Markup =>
  markup`<figure class="example"><figcaption>${name !== undefined && markup`<strong>${name}</strong> `}${verdict(problems)}${summary !== undefined && markup`<span class="quiet">${summary}</span>`}</figcaption>
${problems !== undefined && problems.length > 0 && markup`<ul class="problems">${problems.map((problem) => markup`<li>${problem}</li>`)}</ul>\n`}${payload !== undefined && codeBlock(shortened(JSON.stringify(payload, undefined, 2)), 'json')}${headers !== undefined && markup`<p class="quiet">Headers</p>${codeBlock(shortened(JSON.stringify(headers, undefined, 2)), 'json')}`}</figure>
`;

/** Longer ones are whole in the twins. */
const lettersMax = 12_000;

const shortened = (text: string): string =>
  text.length > lettersMax
    ? `${text.slice(0, lettersMax)}\n// cut off here: the whole is in the JSON of this page`
    : text;

const verdict = (problems: readonly string[] | undefined): Markup | false => {
  if (problems === undefined) return false;
  return problems.length === 0
    ? markup`<span class="badge good" title="Checked against the schema when this page was written">fits the schema</span> `
    : markup`<span class="badge bad">does not fit the schema</span> `;
};

const snippetParts = ({ publish, handle }: EventFacts['snippets']): readonly (readonly [string, string, Markup])[] => [
  ...(publish === undefined ? [] : [['publish', 'Publish', codeBlock(publish, 'ts')] as const]),
  ...(handle === undefined ? [] : [['handle', 'Handle', codeBlock(handle, 'ts')] as const]),
];

const handlerTable = ({ handlers }: EventFacts, inputs: DocsInputs, links: Links): Markup =>
  markup`<div class="scroll"><table class="list">
<thead><tr><th scope="col">Service</th><th scope="col">Handler</th><th scope="col">Retry</th><th scope="col">After the last attempt</th><th scope="col">Time limit</th></tr></thead>
<tbody>
${handlers.map((handling) => handlerRow(handling, inputs, links))}</tbody>
</table></div>
`;

const handlerRow = ({ use, handler, policy }: Handling, inputs: DocsInputs, links: Links): Markup => markup`<tr>
<th scope="row">${links.to(use.service)}</th>
<td data-label="Handler">${handler === undefined ? markup`<span class="quiet">no file found</span>` : placeLink(handler, inputs, links)}</td>
<td data-label="Retry">${policy.retry}</td>
<td data-label="After the last attempt">${policy.onDeadLetter}</td>
<td data-label="Time limit">${policy.timeout}</td>
</tr>
`;
