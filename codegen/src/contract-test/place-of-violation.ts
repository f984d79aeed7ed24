/** Where in a contract stands what a value breaks. */
import { keyword, schemaMapOf, schemaOf, schemasOf, type AnySchema } from '../arbitrary/keywords.js';
import type { Schema } from '../model/schema.js';
import type { SourceRange } from '../model/source.js';

/** @param instancePath JSON pointer into the value. @returns the keyword, or the schema nearest to it that is known */
export const placeOfViolation = (schema: Schema, instancePath: string, name: string): SourceRange => {
  const segments = instancePath.split('/').slice(1).map(unescaped);
  let parts = withBranches(schema);
  let nearest = schema.range;
  for (const segment of segments) {
    const below = parts.flatMap((part) => childrenOf(part, segment)).filter((one) => typeof one !== 'boolean');
    const [first] = below;
    if (first === undefined) return nearest;
    nearest = first.range;
    parts = below.flatMap((one) => withBranches(one));
  }
  return parts.flatMap(({ keywords }) => keywords).find((one) => one.name === name)?.range ?? nearest;
};

/** The schema and everything that says more about the same value. */
const withBranches = (schema: Schema, seen = new Set<string>()): readonly Schema[] => {
  if (seen.has(schema.id)) return [];
  seen.add(schema.id);
  const branches = [
    ...['allOf', 'anyOf', 'oneOf'].flatMap((name) => schemasOf(schema, name)),
    ...['then', 'else'].flatMap((name) => schemaOf(schema, name) ?? []),
  ];
  return [schema, ...branches.flatMap((one) => (typeof one === 'boolean' ? [] : withBranches(one, seen)))];
};

const childrenOf = (schema: Schema, segment: string): readonly AnySchema[] => {
  const named = schemaMapOf(schema, 'properties').filter(([name]) => name === segment);
  if (named.length > 0) return named.map(([, below]) => below);
  const items = keyword(schema, 'items');
  const position = items?.kind === 'schemas' ? items.schemas[Number(segment)] : undefined;
  return [schemaOf(schema, 'additionalProperties'), schemaOf(schema, 'items'), position].filter(
    (one) => one !== undefined,
  );
};

const unescaped = (segment: string): string => segment.replaceAll('~1', '/').replaceAll('~0', '~');
