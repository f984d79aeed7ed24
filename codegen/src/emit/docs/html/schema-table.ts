/** A schema as one open table: a row for each property, nested ones under the one that holds them. */
import type { JsonValue } from '../../../model/source.js';
import { code } from '../facts/constraints.js';
import type { Phrase } from '../facts/phrase.js';
import type { SchemaRow, SchemaRows } from '../facts/schema-rows.js';
import { fieldAnchor } from './links.js';
import { markup, type Markup } from './markup.js';
import { inlineText } from './rich-text.js';

export interface SchemaTable {
  /** Anchors of the rows begin with it. */
  readonly part: 'payload' | 'headers';
  /** The property that becomes the partition key. */
  readonly keyProperty?: string | undefined;
}

export const schemaTable = ({ rows, isCut }: SchemaRows, table: SchemaTable): Markup => {
  const anchors = new Set<string>([table.part]); // the heading's own
  const anchored = rows.map((row) => {
    const anchor = fieldAnchor(table.part, row.path);
    const isFirst = row.kind === 'property' && !anchors.has(anchor);
    anchors.add(anchor);
    return { row, anchor: isFirst ? anchor : undefined };
  });
  return markup`<div class="scroll"><table class="schema">
<thead><tr><th scope="col">Property</th><th scope="col">Type</th><th scope="col">Description and constraints</th></tr></thead>
<tbody>
${anchored.map(({ row, anchor }) => (row.kind === 'form' ? formRow(row) : propertyRow(row, anchor, table)))}${isCut && markup`<tr class="form"><td colspan="3">The rest is left out: see the contract.</td></tr>\n`}</tbody>
</table></div>
`;
};

const propertyRow = (row: SchemaRow, anchor: string | undefined, { part, keyProperty }: SchemaTable): Markup => {
  const { path, name, depth, type, isRequired, description, constraints, examples, sameAs } = row;
  const parent = path.slice(0, path.length - name.length);
  const isKey = depth === 0 && name === keyProperty && part === 'payload';
  return markup`<tr${anchor !== undefined && markup` id="${anchor}"`} class="d${Math.min(depth, indentsMax)}">
<th scope="row"><span class="path">${parent !== '' && markup`<span class="parent">${parent}</span>`}<code>${name}</code></span>${anchor !== undefined && markup`<a class="anchor" href="#${encodeURIComponent(anchor)}" aria-label="Link to ${path}">#</a>`}${marks(row, isKey)}</th>
<td class="type">${type}${!name.startsWith('[') && markup`<span class="need">${isRequired ? 'required' : markup`<span class="quiet">optional</span>`}</span>`}</td>
<td>${description !== undefined && markup`<span class="what">${inlineText(shortened(description))}</span>`}${rules(constraints, examples)}${sameAs !== undefined && markup`<span class="rules">the same again as ${sameAs === '' ? 'the whole' : markup`<a href="#${encodeURIComponent(fieldAnchor(part, sameAs))}">${sameAs}</a>`}</span>`}</td>
</tr>
`;
};

/** Deeper rows are not moved further to the right: there would be no room for text. */
const indentsMax = 6;

/** The whole text stands in the contract and in the twins. */
const lettersMax = 1_200;

const shortened = (text: string): string => (text.length > lettersMax ? `${text.slice(0, lettersMax)} …` : text);

const marks = ({ isPii, isDeprecated, sunset }: SchemaRow, isKey: boolean): Markup =>
  markup`${isKey && markup` <span class="badge key" title="Events with the same value keep their order">key</span>`}${isPii && markup` <span class="badge pii" title="Personal data: redacted in logs, tools and pages">PII</span>`}${isDeprecated && markup` <span class="badge old">deprecated${sunset !== undefined && ` until ${sunset}`}</span>`}`;

const rules = (constraints: readonly Phrase[], examples: readonly JsonValue[]): Markup | false => {
  const phrases = [...constraints, ...examples.map((example): Phrase => ['e.g. ', code(example)])];
  return (
    phrases.length > 0 &&
    markup`<span class="rules">${phrases.map((phrase) => markup`<span>${phrase.map((part) => (typeof part === 'string' ? part : markup`<code>${part.code}</code>`))}</span>`)}</span>`
  );
};

const formRow = ({ path, name, description }: SchemaRow): Markup =>
  markup`<tr class="form"><td colspan="3">${path === '' ? 'The whole' : markup`<code>${path}</code>`}, ${name}${description !== undefined && markup` <span class="quiet">${inlineText(shortened(description))}</span>`}</td></tr>\n`;
