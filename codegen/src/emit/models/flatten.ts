/** A schema with its `allOf` merged into it and `null` told apart from the types. */
import type { Property, Schema } from '../../model/schema.js';
import type { JsonValue } from '../../model/source.js';

export interface FlatSchema {
  readonly properties: readonly Property[];
  readonly required: ReadonlySet<string>;
  /** Without `null`. */
  readonly types: ReadonlySet<string>;
  readonly isNullable: boolean;
  /** Without `null`; `undefined` if any value may stand there. */
  readonly enum: readonly JsonValue[] | undefined;
  readonly format: string | undefined;
  readonly items: Schema['items'];
  /** What properties without a name are. */
  readonly rest: readonly Schema[];
  /** Each `oneOf` and `anyOf`, without branches that are only `null`. */
  readonly choices: readonly (readonly Schema[])[];
  /** Smallest and largest number, where the schema says them. */
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
}

export const flatten = (schema: Schema): FlatSchema => merged(partsOf(schema, new Set()));

/** Whether it describes objects with declared properties. */
export const hasProperties = ({ properties }: FlatSchema): boolean => properties.length > 0;

const partsOf = (schema: Schema, seen: Set<string>): Schema[] => {
  if (seen.has(schema.id)) return [];
  seen.add(schema.id);
  return [...schema.allOf.flatMap((part) => partsOf(part, seen)), schema];
};

const merged = (parts: readonly Schema[]): FlatSchema => {
  const properties = new Map<string, Property>();
  // A later part may say more of a property than an earlier one, and an empty schema says nothing.
  for (const property of parts.flatMap((part) => part.properties)) {
    const earlier = properties.get(property.name);
    if (earlier === undefined || property.schema.keywords.length > 0) properties.set(property.name, property);
  }
  const types = new Set<string>(parts.findLast((part) => part.types.length > 0)?.types);
  const lists = parts.flatMap((part) => [part.oneOf, part.anyOf]).filter((list) => list.length > 0);
  const choices = lists.map((list) => list.filter((branch) => !isNull(branch)));
  const values = valuesOf(parts);
  const allowsNull =
    types.delete('null') ||
    values?.includes(null) === true ||
    choices.some((list, at) => list.length < (lists[at]?.length ?? 0));
  return {
    properties: [...properties.values()],
    required: new Set(parts.flatMap((part) => part.required)),
    types,
    isNullable: allowsNull,
    enum: values?.filter((value) => value !== null),
    format: last(parts, (part) => part.format),
    items: last(parts, (part) => part.items),
    rest: parts.flatMap(restOf),
    choices,
    minimum: last(parts, (part) => numberOf(part, 'minimum') ?? numberOf(part, 'exclusiveMinimum')),
    maximum: last(parts, (part) => numberOf(part, 'maximum') ?? numberOf(part, 'exclusiveMaximum')),
  };
};

const last = <Value>(parts: readonly Schema[], of: (part: Schema) => Value | undefined): Value | undefined =>
  parts.map(of).findLast((value) => value !== undefined);

const valuesOf = (parts: readonly Schema[]): readonly JsonValue[] | undefined =>
  last(parts, (part) => (part.const === undefined ? part.enum : [part.const]));

const isNull = ({ types, const: value }: Schema): boolean =>
  value === null || (types.length === 1 && types[0] === 'null');

const restOf = ({ additionalProperties, keywords }: Schema): Schema[] => {
  const patterns = keywords.flatMap(({ name, value }) =>
    name === 'patternProperties' && value.kind === 'schemaMap' ? value.schemas.map(([, schema]) => schema) : [],
  );
  return [additionalProperties, ...patterns].filter((schema) => typeof schema === 'object');
};

const numberOf = ({ keywords }: Schema, keyword: string): number | undefined => {
  const value = keywords.find(({ name }) => name === keyword)?.value;
  return value?.kind === 'value' && typeof value.json === 'number' ? value.json : undefined;
};
