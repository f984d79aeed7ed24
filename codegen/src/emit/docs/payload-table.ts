/** A payload as one table: a row for each property, nested ones with their path. */
import type { Property, Schema } from '../../model/schema.js';
import { constraintsOf, isObject, itemsOf, typeText } from './constraints.js';
import { markup, type Markup } from './markup.js';

/** A page stays readable and small whatever a schema refers to; what is cut off says so. */
const rowsMax = 300;

export const payloadTable = (schema: Schema): Markup => {
  const rows = rowsOf(schema, '', new Set());
  if (rows.length === 0) return markup`<p class="quiet">No property is declared: ${typeText(schema)}.</p>\n`;
  const own = constraintsOf(schema);
  return markup`${own.length > 0 && markup`<p>Altogether: ${commas(own)}.</p>\n`}<div class="scroll"><table class="payload cards">
<thead><tr><th>Property</th><th>Type</th><th>Required</th><th>Constraints</th><th>Description</th></tr></thead>
<tbody>
${rows.slice(0, rowsMax)}${rows.length > rowsMax && markup`<tr class="variant"><td colspan="5">and more</td></tr>\n`}</tbody>
</table></div>
`;
};

/** `above` are the schemas that hold this one: a schema inside itself is named, not opened again. */
const rowsOf = (schema: Schema, path: string, above: ReadonlySet<string>): readonly Markup[] => {
  if (above.has(schema.id) || above.size > depthMax) return [];
  const below = new Set([...above, schema.id]);
  const prefix = path === '' ? '' : `${path}.`;
  const variants = [...schema.oneOf, ...schema.anyOf].filter(holdsProperties);
  return [
    ...schema.properties.flatMap((property) => [
      propertyRow(property, prefix),
      ...rowsOf(property.schema, `${prefix}${property.name}`, below),
    ]),
    ...mapRows(schema, prefix, below),
    ...itemsOf(schema).flatMap((item) => rowsOf(item, `${path}[]`, below)),
    ...schema.allOf.flatMap((part) => rowsOf(part, path, below)),
    ...variants.flatMap((variant, index) => [
      variantRow(variant, { path, number: index + 1, count: variants.length }),
      ...rowsOf(variant, path, below),
    ]),
  ];
};

const depthMax = 12;

const holdsProperties = (schema: Schema): boolean => isObject(schema) || schema.allOf.length > 0;

const propertyRow = ({ name, isRequired, schema, description, isPii }: Property, prefix: string): Markup => markup`<tr>
<td><code><span class="quiet">${prefix}</span>${name}</code>${isPii && markup` <span class="badge" title="Personal data: redacted in logs, tools and pages">PII</span>`}${schema.isDeprecated && markup` <span class="badge">deprecated</span>`}</td>
<td>${typeText(schema)}</td>
<td>${isRequired ? 'required' : markup`<span class="quiet">optional</span>`}</td>
<td>${commas(constraintsOf(schema))}</td>
<td>${description}</td>
</tr>
`;

/** `additionalProperties` with a schema: every name that is not declared. */
const mapRows = (
  { additionalProperties: values }: Schema,
  prefix: string,
  above: ReadonlySet<string>,
): readonly Markup[] => {
  if (values === undefined || typeof values === 'boolean') return [];
  const row = markup`<tr>
<td><code><span class="quiet">${prefix}</span>*</code></td>
<td>${typeText(values)}</td>
<td><span class="quiet">optional</span></td>
<td>${commas(constraintsOf(values))}</td>
<td>${values.description ?? 'Any other property.'}</td>
</tr>
`;
  return [row, ...rowsOf(values, `${prefix}*`, above)];
};

const variantRow = ({ name, title }: Schema, variant: { path: string; number: number; count: number }): Markup => {
  const what = variant.path === '' ? 'The payload' : variant.path;
  const label = name ?? title;
  return markup`<tr class="variant"><td colspan="5">${what}, form ${variant.number} of ${variant.count}${label !== undefined && `: ${label}`}</td></tr>\n`;
};

const commas = (parts: readonly Markup[]): Markup =>
  markup`${parts.map((part, index) => markup`${index > 0 && ', '}${part}`)}`;
