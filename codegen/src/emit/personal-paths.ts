/** Where personal data (`x-pii`) may stand in a payload: what the runtime redacts in logs and tools. */
import type { Keyword, Property, Schema } from '../model/schema.js';

/**
 * JSON pointers in which `*` stands for every item of a list or every key of a map; sorted, and none is inside another. What is
 * below a schema that contains itself is personal as a whole if anything in it is: the list of its paths has no end.
 */
export const personalPaths = (payload: Schema | undefined): readonly string[] => {
  if (payload === undefined) return [];
  const found = new Set<string>();
  collect(payload, { path: '', above: [], found });
  const all = [...found].toSorted();
  return all.filter((path) => !all.some((other) => other !== path && path.startsWith(`${other}/`)));
};

interface Walk {
  readonly path: string;
  /** Schemas that this one is inside of. */
  readonly above: readonly Schema[];
  readonly found: Set<string>;
}

const collect = (schema: Schema, walk: Walk): void => {
  if (!holdsPersonal(schema, new Set())) return;
  if (schema.isPii || walk.above.includes(schema)) {
    walk.found.add(walk.path);
    return;
  }
  const below = { ...walk, above: [...walk.above, schema] };
  for (const { name, isPii, schema: property } of schema.properties) {
    const path = `${walk.path}/${escaped(name)}`;
    if (isPii) walk.found.add(path);
    else collect(property, { ...below, path });
  }
  for (const keyword of schema.keywords) {
    for (const [part, member] of membersOf(keyword)) collect(member, { ...below, path: `${walk.path}${part}` });
  }
};

/** Of one schema: the schemas under a keyword, and what they say is about the value itself (`''`) or what is in it. */
const membersOf = ({ name, value }: Keyword): readonly (readonly [part: string, schema: Schema])[] => {
  const isOfValue = ofValue.has(name);
  if (!isOfValue && !ofContents.has(name)) return [];
  const part = isOfValue ? '' : '/*';
  if (value.kind === 'schema') return real([[part, value.schema]]);
  if (value.kind === 'schemas') return real(value.schemas.map((schema) => [part, schema]));
  return value.kind === 'schemaMap' ? real(value.schemas.map(([, schema]) => [part, schema])) : [];
};

const ofValue = new Set(['allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else', 'dependencies']);
const ofContents = new Set(['items', 'additionalItems', 'contains', 'additionalProperties', 'patternProperties']);

const real = (members: readonly (readonly [string, Schema | boolean])[]): readonly (readonly [string, Schema])[] =>
  members.flatMap(([part, schema]) => (typeof schema === 'boolean' ? [] : [[part, schema] as const]));

const holdsPersonal = (schema: Schema, seen: Set<Schema>): boolean => {
  if (schema.isPii) return true;
  if (seen.has(schema)) return false;
  seen.add(schema);
  return (
    schema.properties.some((property: Property) => property.isPii || holdsPersonal(property.schema, seen)) ||
    schema.keywords.flatMap(membersOf).some(([, member]) => holdsPersonal(member, seen))
  );
};

/** As a JSON pointer has it. */
const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');
