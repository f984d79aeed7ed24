import type { JsonType, Keyword, Schema } from '../../model/schema.js';
import { nearMiss } from '../../report/near-miss.js';
import { allSchemas, declaredProperties } from '../contract-walk.js';
import type { LintContext, LintRule } from '../rule.js';
import { choice, entryIn, nodeAt, shown } from '../source-places.js';

/** Reading the contracts refuses keywords that do not exist; this rule finds those that exist and do nothing where they stand. */
export const schemaKeyword: LintRule = {
  id: 'schema-keyword',
  severity: 'error',
  profiles: ['streampact', 'any'],
  purpose: 'A constraint that checks nothing looks like a promise, and wrong events pass it.',
  check: (context) => {
    for (const schema of allSchemas(context.contracts)) {
      checkTypes(context, schema);
      checkRequired(context, schema);
    }
  },
};

const numbers: readonly JsonType[] = ['number', 'integer'];
const words = (list: string, types: readonly JsonType[]): [string, readonly JsonType[]][] =>
  list.split(' ').map((word) => [word, types]);

/** The types of value that a keyword says something about. */
const typesOf: ReadonlyMap<string, readonly JsonType[]> = new Map([
  ...words('multipleOf maximum exclusiveMaximum minimum exclusiveMinimum', numbers),
  ...words('maxLength minLength pattern contentEncoding contentMediaType', ['string']),
  ...words('format', ['string', ...numbers]),
  ...words('items additionalItems maxItems minItems uniqueItems contains', ['array']),
  ...words('properties patternProperties additionalProperties propertyNames', ['object']),
  ...words('maxProperties minProperties required', ['object']),
]);

const checkTypes = ({ report }: LintContext, { keywords, types }: Schema): void => {
  if (types.length === 0) return;
  for (const keyword of keywords) {
    const needed = typesOf.get(keyword.name);
    if (needed === undefined || needed.some((type) => types.includes(type))) continue;
    const problem = `"${keyword.name}" says nothing about a value of type ${types.join(' or ')}; it is for ${needed.join(' and ')}.`;
    report.at(keyword.range, problem, remedyOf(keyword, keywords, needed));
  }
};

/** Most often the keyword of the neighbouring type was meant: `maxLength` of an array is `maxItems`. */
const remedyOf = ({ name }: Keyword, others: readonly Keyword[], needed: readonly JsonType[]): string => {
  const type = others.find((keyword) => keyword.name === 'type')?.value;
  const meant =
    type?.kind === 'value' && typeof type.json === 'string' ? neighbours.get(`${name} ${type.json}`) : undefined;
  return meant === undefined ? `take it out, or write type: ${needed[0] ?? 'object'}` : `did you mean "${meant}"?`;
};

const bounds: readonly (readonly [JsonType, string, string])[] = [
  ['string', 'minLength', 'maxLength'],
  ['array', 'minItems', 'maxItems'],
  ['object', 'minProperties', 'maxProperties'],
  ['integer', 'minimum', 'maximum'],
  ['number', 'minimum', 'maximum'],
];

const neighbours: ReadonlyMap<string, string> = new Map(
  bounds.flatMap(([, minimum, maximum]) =>
    bounds.flatMap(([type, lower, upper]): [string, string][] => [
      [`${minimum} ${type}`, lower],
      [`${maximum} ${type}`, upper],
    ]),
  ),
);

/** Draft 7 allows it, but a required property without a schema accepts anything, and is nearly always misspelt. */
const checkRequired = ({ contracts, report }: LintContext, schema: Schema): void => {
  const declared = declaredProperties(schema).map(({ name }) => name);
  if (declared.length === 0) return;
  const list = entryIn(nodeAt(contracts, schema.range.file, schema.range.pointer), 'required')?.value;
  schema.required.forEach((name, index) => {
    if (declared.includes(name)) return;
    const item = list?.kind === 'list' ? list.items[index]?.range : undefined;
    const meant = nearMiss(name, declared);
    const fix =
      meant === undefined ? `declare it under "properties", or write ${choice(declared)}` : `did you mean "${meant}"?`;
    report.at(item ?? schema.range, `The required property ${shown(name)} is not declared.`, fix);
  });
};
