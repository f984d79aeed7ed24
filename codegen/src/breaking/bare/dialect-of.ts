/** Which draft of JSON Schema a bare schema is written in. */
import type { JsonValue } from '../../model/source.js';
import { get, isList, isObject } from '../schema-node.js';
import type { Dialect } from '../verdict.js';

export type BareDialect = Exclude<Dialect, 'contract'>;

/**
 * What the schema says of itself, else what the case says, else what its keywords say; draft 7 if nobody says anything.
 * @param draft e.g. `draft-07` or `2020-12`
 */
export const dialectOf = (schema: JsonValue, draft: string | undefined): BareDialect => {
  const declared = isObject(schema) ? get(schema, '$schema') : undefined;
  return (
    (typeof declared === 'string' ? dialectNamed(declared) : undefined) ??
    (draft === undefined ? undefined : dialectNamed(draft)) ??
    (hasNewerKeyword(schema) ? '2020-12' : 'draft-07')
  );
};

const dialectNamed = (name: string): BareDialect | undefined => {
  if (name.includes('2020-12')) return '2020-12';
  if (name.includes('2019-09')) return '2019-09';
  return /draft-?0?[4-7]/.test(name) ? 'draft-07' : undefined;
};

/** Draft 7 knows none of them. */
const newerKeywords = new Set(
  (
    'prefixItems $defs dependentRequired dependentSchemas unevaluatedProperties unevaluatedItems minContains maxContains ' +
    '$anchor $dynamicRef $dynamicAnchor'
  ).split(' '),
);

/** Below these stand values and names, which may be called like keywords. */
const valueKeywords = new Set(['const', 'enum', 'default', 'examples']);
const mapKeywords = new Set(['properties', 'patternProperties', 'definitions', 'dependencies']);

const hasNewerKeyword = (schema: JsonValue): boolean => {
  if (isList(schema)) return schema.some(hasNewerKeyword);
  if (!isObject(schema)) return false;
  return Object.entries(schema).some(([keyword, below]) => {
    if (newerKeywords.has(keyword)) return true;
    if (mapKeywords.has(keyword) && isObject(below)) return Object.values(below).some(hasNewerKeyword);
    return !valueKeywords.has(keyword) && hasNewerKeyword(below);
  });
};
