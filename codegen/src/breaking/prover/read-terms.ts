/** From JSON Schema, draft 7 and 2020-12 alike, to terms. */
import { formats } from '../../emit/formats/index.js';
import type { JsonObject, JsonValue } from '../../model/source.js';
import type { ComparableSchema } from '../verdict.js';
import { fromNumber } from './rational.js';
import { References } from './references.js';
import { type TermId, type Term, Terms, type ValueType, valueKey, valueTypes } from './terms.js';
import { evaluations } from './unevaluated.js';
import { UnreadableSchemaError } from './unreadable.js';

/** Of one schema of a comparison; both write into the same `terms`. */
export class TermReader {
  readonly references: References;
  readonly #known = new Map<JsonValue, Map<string, Reading>>();
  #hasSiblings = false;
  #hasRoundedValues = false;

  constructor(
    readonly terms: Terms,
    readonly input: ComparableSchema,
    /** Tells the two schemas of a comparison apart: a `$ref` in what is not understood may mean something else in each. */
    readonly side: string,
    /** Draft 7 says that what stands beside a `$ref` is ignored; ajv, and later drafts, ask for it. */
    readonly ignoresSiblings = false,
  ) {
    this.references = new References(input);
  }

  get isDraft7(): boolean {
    return this.input.dialect === 'draft-07' || this.input.dialect === 'contract';
  }

  /** Whether `enum` or `const` has an integer so large that another one may have been written. */
  get hasRoundedValues(): boolean {
    return this.#hasRoundedValues;
  }

  /** @returns their term */
  values(list: readonly JsonValue[]): TermId {
    if (list.some((value) => Number.isInteger(value) && !Number.isSafeInteger(value))) this.#hasRoundedValues = true;
    return this.terms.add({
      kind: 'values',
      values: [...new Map(list.map((value) => [valueKey(value), value])).values()],
    });
  }

  /** Whether something that is asked for stands beside a `$ref`. */
  get hasSiblings(): boolean {
    return this.#hasSiblings;
  }

  /** @throws UnreadableSchemaError */
  read(schema: JsonValue, outer: string): TermId {
    if (typeof schema === 'boolean') return schema ? this.terms.yes : this.terms.no;
    if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) {
      throw new UnreadableSchemaError(`${JSON.stringify(schema).slice(0, 60)} stands where a schema should.`);
    }
    const base = this.references.baseOf(schema, outer);
    const byBase = this.#known.get(schema) ?? new Map<string, Reading>();
    this.#known.set(schema, byBase);
    const known = byBase.get(base);
    if (known !== undefined) {
      known.id ??= this.terms.reserve();
      return known.id;
    }
    const reading: Reading = { id: undefined };
    byBase.set(base, reading);
    const object = schema as JsonObject; // lists were refused above
    const keywords = this.ignoresSiblings && object['$ref'] !== undefined ? { $ref: object['$ref'] } : object;
    const of = keywordsOf(keywords).flatMap(([keyword, read]) => {
      const value = object[keyword];
      return value === undefined ? [] : read(value, { reader: this, schema: object, base, keyword });
    });
    if (object['$ref'] !== undefined && of.length > 1) this.#hasSiblings = true;
    const id = this.terms.add({ kind: 'all', of });
    if (reading.id !== undefined) this.terms.fill(reading.id, { kind: 'all', of: [id] });
    reading.id ??= id;
    return reading.id;
  }
}

interface Reading {
  /** Set when it is read, or when it was needed before. */
  id: TermId | undefined;
}

export interface Place {
  readonly reader: TermReader;
  readonly schema: JsonObject;
  readonly base: string;
  readonly keyword: string;
}

type Read = (value: JsonValue, place: Place) => readonly TermId[];

const keywordsOf = (schema: JsonObject): readonly (readonly [string, Read])[] =>
  Object.keys(schema).flatMap((keyword) => {
    const read = readers.get(keyword);
    return read === undefined ? [] : [[keyword, read] as const];
  });

const term = ({ reader }: Place, one: Term): readonly TermId[] => [reader.terms.add(one)];

const below = ({ reader, base }: Place, schema: JsonValue): TermId => reader.read(schema, base);

const refused = ({ keyword }: Place, value: JsonValue, wanted: string): UnreadableSchemaError =>
  new UnreadableSchemaError(`"${keyword}" is ${JSON.stringify(value).slice(0, 60)}; it must be ${wanted}.`);

const numberOf = (value: JsonValue, place: Place): number => {
  if (typeof value !== 'number') throw refused(place, value, 'a number');
  return value;
};

const listOf = (value: JsonValue, place: Place): readonly JsonValue[] => {
  if (!Array.isArray(value)) throw refused(place, value, 'a list');
  return value as readonly JsonValue[]; // of JSON
};

const textOf = (value: JsonValue, place: Place): string => {
  if (typeof value !== 'string') throw refused(place, value, 'a text');
  return value;
};

const mapOf = (value: JsonValue, place: Place): readonly (readonly [string, JsonValue])[] => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw refused(place, value, 'an object');
  return Object.entries(value as JsonObject); // neither a list nor null
};

const namesOf = (place: Place, keyword: string): readonly string[] => {
  const value = place.schema[keyword];
  return value === undefined ? [] : mapOf(value, place).map(([name]) => name);
};

const types = (value: JsonValue, place: Place): readonly TermId[] => {
  const { terms } = place.reader;
  const names = (Array.isArray(value) ? (value as readonly JsonValue[]) : [value]).map((one) => textOf(one, place));
  if (place.schema['nullable'] === true) names.push('null');
  const wrong = names.find((name) => name !== 'integer' && !plainTypes.has(name));
  if (wrong !== undefined) throw refused(place, value, 'the name of a type, or a list of them');
  const plain = terms.add({ kind: 'types', types: [...plainTypes].filter((type) => names.includes(type)) });
  if (!names.includes('integer') || names.includes('number')) return [plain];
  const integer = terms.add({
    kind: 'all',
    of: [terms.add({ kind: 'types', types: ['number'] }), terms.add(multiple(1))],
  });
  return names.some((name) => name !== 'integer') ? term(place, { kind: 'any', of: [plain, integer] }) : [integer];
};

const plainTypes = new Set<ValueType>([
  'string',
  'number',
  'boolean',
  'null',
  'array',
  'object',
]) as ReadonlySet<string> & ReadonlySet<ValueType>;

const multiple = (divisor: number): Term => ({ kind: 'multipleOf', divisor: fromNumber(divisor), asNumber: divisor });

const limit =
  (kind: 'numberMin' | 'numberMax', isExclusive: boolean): Read =>
  (value, place) =>
    term(place, { kind, limit: numberOf(value, place), isExclusive });

type Counted = 'lengthMin' | 'lengthMax' | 'itemsMin' | 'itemsMax' | 'propertiesMin' | 'propertiesMax';

const count =
  (kind: Counted): Read =>
  (value, place) => {
    const number = numberOf(value, place);
    return term(place, { kind, count: kind.endsWith('Min') ? Math.ceil(number) : Math.floor(number) });
  };

const format: Read = (value, place) => {
  const name = textOf(value, place);
  const known = formats.get(name);
  if (known === undefined) return [];
  if (known.type === 'string') return term(place, { kind: 'format', format: name });
  const size = name === 'int32' ? 2 ** 31 : 2 ** 53;
  return [
    ...term(place, multiple(1)),
    ...term(place, { kind: 'numberMin', limit: -size, isExclusive: name !== 'int32' }),
    ...term(place, { kind: 'numberMax', limit: size, isExclusive: true }),
  ];
};

const prefix = (list: readonly JsonValue[], place: Place): readonly TermId[] =>
  list.flatMap((schema, index) => term(place, { kind: 'item', index, of: below(place, schema) }));

const items: Read = (value, place) => {
  if (!Array.isArray(value)) {
    const first = place.schema['prefixItems'];
    const from = place.reader.input.dialect === '2020-12' && Array.isArray(first) ? first.length : 0;
    return term(place, { kind: 'items', from, of: below(place, value) });
  }
  if (place.reader.input.dialect === '2020-12') throw refused(place, value, 'one schema');
  return prefix(value as readonly JsonValue[], place);
};

const additionalItems: Read = (value, place) => {
  const before = place.schema['items'];
  if (place.reader.input.dialect === '2020-12' || !Array.isArray(before)) return [];
  return term(place, { kind: 'items', from: before.length, of: below(place, value) });
};

const contains: Read = (value, place) => {
  // ajv accepts the empty list then: the flag for "found" is still set from the items before.
  if (Array.isArray(place.schema['items'])) {
    const others: Term = { kind: 'types', types: valueTypes.filter((type) => type !== 'array') };
    return term(place, { kind: 'any', of: [...term(place, others), ...opaque(value, place)] });
  }
  const of = below(place, value);
  const [minimum, maximum] = place.reader.isDraft7
    ? [undefined, undefined]
    : [place.schema['minContains'], place.schema['maxContains']];
  const atLeast = minimum === undefined ? 1 : numberOf(minimum, place);
  return [
    ...(atLeast === 0 ? [] : term(place, { kind: 'containsMin', count: atLeast, of })),
    ...(maximum === undefined ? [] : term(place, { kind: 'containsMax', count: numberOf(maximum, place), of })),
  ];
};

const hasProperty = ({ terms }: TermReader, name: string): TermId =>
  terms.add({
    kind: 'all',
    of: [terms.add({ kind: 'types', types: ['object'] }), terms.add({ kind: 'required', name })],
  });

/** What holds of an object that has the property `name`. */
const dependent = (place: Place, name: string, of: TermId): readonly TermId[] => {
  const { terms } = place.reader;
  const lacks = terms.add({ kind: 'not', of: hasProperty(place.reader, name) });
  return term(place, { kind: 'any', of: [lacks, of] });
};

const requiredTogether = (place: Place, value: JsonValue): TermId => {
  const { terms } = place.reader;
  return terms.add({
    kind: 'all',
    of: listOf(value, place).map((name) => terms.add({ kind: 'required', name: textOf(name, place) })),
  });
};

const dependencies: Read = (value, place) =>
  mapOf(value, place).flatMap(([name, one]) =>
    dependent(place, name, Array.isArray(one) ? requiredTogether(place, one) : below(place, one)),
  );

const condition: Read = (value, place) => {
  const { then: yes = true, else: no = true } = place.schema;
  const { terms } = place.reader;
  if (yes === true && no === true) return [];
  const asked = below(place, value);
  const isNot = terms.add({ kind: 'not', of: asked });
  return term(place, {
    kind: 'any',
    of: [
      terms.add({ kind: 'all', of: [asked, below(place, yes)] }),
      terms.add({ kind: 'all', of: [isNot, below(place, no)] }),
    ],
  });
};

const combined =
  (kind: 'all' | 'any' | 'one'): Read =>
  (value, place) =>
    term(place, { kind, of: listOf(value, place).map((schema) => below(place, schema)) });

const reference: Read = (value, place) => {
  const target = place.reader.references.find(textOf(value, place), place.base);
  if (target === undefined) throw new UnreadableSchemaError(`$ref ${JSON.stringify(value)} leads nowhere.`);
  return [place.reader.read(target.schema, target.base)];
};

const dynamicReference: Read = (value, place) => {
  if (place.reader.isDraft7) return [];
  const name = textOf(value, place).replace(/^#/, '');
  if (!place.reader.references.hasDynamic(name)) return reference(value, place);
  const target = place.reader.references.findDynamic(name);
  return target === undefined ? opaque(value, place) : [place.reader.read(target.schema, target.base)];
};

const opaque: Read = (_value, place) => {
  const text = JSON.stringify(place.schema);
  return term(place, {
    kind: 'opaque',
    what: `${text.includes('Ref"') || text.includes('$ref') ? place.reader.side : ''} ${place.keyword} ${text}`,
  });
};

const unevaluatedProperties: Read = (value, place) => {
  if (place.reader.input.dialect === 'draft-07') return [];
  if (value === true) return [];
  const known = evaluations(place);
  if (known === undefined) return opaque(value, place);
  const { terms } = place.reader;
  const of = below(place, value);
  return term(place, {
    kind: 'any',
    of: known.map(({ when, isAll, names, patterns }) =>
      terms.add({
        kind: 'all',
        of: isAll
          ? when
          : [...when, terms.add({ kind: 'additional', names: sorted(names), patterns: sorted(patterns), of })],
      }),
    ),
  });
};

const sorted = (names: Iterable<string>): readonly string[] => [...new Set(names)].toSorted();

const inPlace = 'allOf anyOf oneOf if $ref $dynamicRef $recursiveRef dependencies dependentSchemas contains'.split(' ');

const unevaluatedItems: Read = (value, place) => {
  const { dialect } = place.reader.input;
  if (dialect === 'draft-07' || value === true) return [];
  const { items: all, additionalItems: rest, prefixItems } = place.schema;
  const first = dialect === '2020-12' ? prefixItems : all;
  // Every item was looked at.
  if (all !== undefined && (dialect === '2020-12' || !Array.isArray(all) || rest !== undefined)) return [];
  if (inPlace.some((keyword) => place.schema[keyword] !== undefined)) return opaque(value, place);
  return term(place, { kind: 'items', from: Array.isArray(first) ? first.length : 0, of: below(place, value) });
};

const only2020 =
  (read: Read): Read =>
  (value, place) =>
    place.reader.isDraft7 ? [] : read(value, place);

const readers: ReadonlyMap<string, Read> = new Map<string, Read>([
  ['type', types],
  ['enum', (value, place) => [place.reader.values(listOf(value, place))]],
  ['const', (value, { reader }) => [reader.values([value])]],
  ['multipleOf', (value, place) => term(place, multiple(numberOf(value, place)))],
  ['minimum', limit('numberMin', false)],
  ['exclusiveMinimum', limit('numberMin', true)],
  ['maximum', limit('numberMax', false)],
  ['exclusiveMaximum', limit('numberMax', true)],
  ['minLength', count('lengthMin')],
  ['maxLength', count('lengthMax')],
  ['pattern', (value, place) => term(place, { kind: 'pattern', pattern: textOf(value, place) })],
  ['format', format],
  ['items', items],
  ['additionalItems', additionalItems],
  [
    'prefixItems',
    (value, place) => (place.reader.input.dialect === '2020-12' ? prefix(listOf(value, place), place) : []),
  ],
  ['minItems', count('itemsMin')],
  ['maxItems', count('itemsMax')],
  ['uniqueItems', (value, place) => (value === true ? term(place, { kind: 'unique' }) : [])],
  ['contains', contains],
  [
    'properties',
    (value, place) =>
      mapOf(value, place).flatMap(([name, schema]) =>
        term(place, { kind: 'property', name, of: below(place, schema) }),
      ),
  ],
  [
    'patternProperties',
    (value, place) =>
      mapOf(value, place).flatMap(([pattern, schema]) =>
        term(place, { kind: 'patternProperty', pattern, of: below(place, schema) }),
      ),
  ],
  [
    'additionalProperties',
    (value, place) =>
      term(place, {
        kind: 'additional',
        names: sorted(namesOf(place, 'properties')),
        patterns: sorted(namesOf(place, 'patternProperties')),
        of: below(place, value),
      }),
  ],
  ['required', (value, place) => [requiredTogether(place, value)]],
  ['propertyNames', (value, place) => term(place, { kind: 'propertyNames', of: below(place, value) })],
  ['minProperties', count('propertiesMin')],
  ['maxProperties', count('propertiesMax')],
  ['dependencies', dependencies],
  ['dependentRequired', only2020(dependencies)],
  ['dependentSchemas', only2020(dependencies)],
  ['unevaluatedProperties', unevaluatedProperties],
  ['unevaluatedItems', unevaluatedItems],
  ['allOf', combined('all')],
  ['anyOf', combined('any')],
  ['oneOf', combined('one')],
  ['not', (value, place) => term(place, { kind: 'not', of: below(place, value) })],
  ['if', condition],
  ['$ref', reference],
  ['$dynamicRef', dynamicReference],
  ['$recursiveRef', (value, place) => (place.reader.isDraft7 ? [] : opaque(value, place))],
]);
