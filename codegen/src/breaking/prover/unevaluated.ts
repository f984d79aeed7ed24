/**
 * Which properties the keywords of an object have looked at, so that `unevaluatedProperties` is about the others. It depends
 * on which branches of `anyOf`, `oneOf`, `if` and dependencies hold: there is one evaluation for each way they can.
 */
import type { JsonObject, JsonValue } from '../../model/source.js';
import type { Place } from './read-terms.js';
import type { TermId } from './terms.js';

export interface Evaluation {
  /** Holds if these do. */
  readonly when: readonly TermId[];
  readonly isAll: boolean;
  readonly names: readonly string[];
  readonly patterns: readonly string[];
}

/** More ways than these are not looked at. */
const evaluationsMax = 128;

/** @returns `undefined` if there are too many, or a schema refers to itself in place */
export const evaluations = (place: Place): readonly Evaluation[] | undefined => {
  const found = evaluate(place, new Set(), true);
  return found.length > evaluationsMax || found.includes(unknown) ? undefined : found;
};

const evaluate = (place: Place, above: ReadonlySet<JsonObject>, isTop: boolean): readonly Evaluation[] => {
  const { schema } = place;
  if (above.has(schema)) return [unknown];
  const inside = new Set([...above, schema]);
  // Each is asked more than once; doing it again would double the work with each level of branches.
  const known = new Map<JsonValue, readonly Evaluation[]>();
  const of = (below: JsonValue): readonly Evaluation[] => {
    if (typeof below !== 'object' || below === null || Array.isArray(below)) return [nothing];
    const object = below as JsonObject; // neither a list nor null
    const base = place.reader.references.baseOf(object, place.base);
    const found = known.get(object) ?? evaluate({ ...place, schema: object, base }, inside, false);
    known.set(object, found);
    return found;
  };
  const lists = [
    [own(schema, isTop)],
    ...list(schema['allOf']).map(of),
    ...references(place, inside),
    anyOf(place, of),
    oneOf(place, of),
    condition(place, of),
    ...dependencies(place, of),
  ];
  return lists.reduce<readonly Evaluation[]>(combined, [nothing]);
};

const own = (schema: JsonObject, isTop: boolean): Evaluation => ({
  when: [],
  isAll: schema['additionalProperties'] !== undefined || (!isTop && schema['unevaluatedProperties'] !== undefined),
  names: keys(schema['properties']),
  patterns: keys(schema['patternProperties']),
});

const references = (place: Place, inside: ReadonlySet<JsonObject>): readonly (readonly Evaluation[])[] => {
  const { schema, reader, base } = place;
  if (schema['$dynamicRef'] !== undefined || schema['$recursiveRef'] !== undefined) return [[unknown]];
  const reference = schema['$ref'];
  if (typeof reference !== 'string') return [];
  const target = reader.references.find(reference, base);
  if (target === undefined || typeof target.schema !== 'object' || target.schema === null) return [];
  // A list is no schema, which reading has refused.
  return [evaluate({ ...place, schema: target.schema as JsonObject, base: target.base }, inside, false)];
};

type Of = (schema: JsonValue) => readonly Evaluation[];

/** Every set of branches may hold together. Those that look at nothing make no difference. */
const anyOf = (place: Place, of: Of): readonly Evaluation[] =>
  list(place.schema['anyOf'])
    .filter((branch) => !isNothing(of(branch)))
    .map((branch) => [...whenHolds(place, branch, of(branch)), whenFails(place, branch)])
    .reduce<readonly Evaluation[]>(combined, [nothing]);

const oneOf = (place: Place, of: Of): readonly Evaluation[] => {
  const branches = list(place.schema['oneOf']).filter((branch) => !isNothing(of(branch)));
  if (branches.length === 0) return [nothing];
  const none = branches.map((branch) => [whenFails(place, branch)]).reduce<readonly Evaluation[]>(combined, [nothing]);
  return [...branches.flatMap((branch) => whenHolds(place, branch, of(branch))), ...none];
};

const condition = (place: Place, of: Of): readonly Evaluation[] => {
  const { if: asked, then: yes = true, else: no = true } = place.schema;
  if (asked === undefined || [asked, yes, no].every((one) => isNothing(of(one)))) return [nothing];
  // ajv does not even ask then.
  if ([yes, no].every(saysNothing)) return [nothing];
  const fails = whenFails(place, asked);
  // Where only `else` looks at something itself, ajv forgets what an `if` that holds has looked at; the specification does not.
  const isForgotten = isNothing(of(yes)) && !isNothing(of(no)) && !isCovered(place, of(asked));
  return [
    ...(isForgotten ? [unknown] : combined(whenHolds(place, asked, of(asked)), of(yes))),
    ...combined([fails], combined(of(no), seenByFailed(place, asked, of))),
  ];
};

/**
 * For ajv an `if` that fails has looked at its `properties` all the same; for the specification it has not. What else it has
 * looked at depends on where ajv stopped, and makes no difference if the schema around it looks at that itself.
 */
const seenByFailed = (place: Place, asked: JsonValue, of: Of): readonly Evaluation[] => {
  const { schema } = place;
  const found = of(asked);
  const [only, ...others] = found;
  // Where `then` looks at something itself, ajv forgets what `if` has.
  const isForgotten = schema['then'] !== undefined && !isNothing(of(schema['then']));
  const isFixed =
    !isForgotten &&
    others.length === 0 &&
    only?.when.length === 0 &&
    only.patterns.length === 0 &&
    !refersInPlace(asked);
  if (isFixed) return found;
  return isCovered(place, found) ? [nothing] : [unknown];
};

/** Whether the schema around looks at all of it itself. */
const isCovered = ({ schema }: Place, found: readonly Evaluation[]): boolean => {
  const around = own(schema, true);
  return found.every((one) => covers(around, one));
};

const saysNothing = (schema: JsonValue): boolean =>
  schema === true || (typeof schema === 'object' && schema !== null && Object.keys(schema).length === 0);

const refersInPlace = (schema: JsonValue): boolean => {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return false;
  const object = schema as JsonObject; // neither a list nor null
  return object['$ref'] !== undefined || list(object['allOf']).some(refersInPlace);
};

const covers = (all: Evaluation, one: Evaluation): boolean =>
  all.isAll ||
  (!one.isAll &&
    one.names.every((name) => all.names.includes(name)) &&
    one.patterns.every((pattern) => all.patterns.includes(pattern)));

const dependencies = (place: Place, of: Of): readonly (readonly Evaluation[])[] =>
  ['dependencies', 'dependentSchemas'].flatMap((keyword) => {
    const value = place.schema[keyword];
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
    return Object.entries(value as JsonObject) // neither a list nor null
      .filter(([, schema]) => !isNothing(of(schema)))
      .map(([name, schema]) => {
        const has = { type: 'object', required: [name] };
        return [...whenHolds(place, has, of(schema)), whenFails(place, has)];
      });
  });

const whenHolds = (place: Place, schema: JsonValue, found: readonly Evaluation[]): readonly Evaluation[] => {
  const holds = place.reader.read(schema, place.base);
  return found.map((one) => (one === unknown ? one : { ...one, when: [...one.when, holds] }));
};

const whenFails = ({ reader, base }: Place, schema: JsonValue): Evaluation => ({
  ...nothing,
  when: [reader.terms.add({ kind: 'not', of: reader.read(schema, base) })],
});

const nothing: Evaluation = { when: [], isAll: false, names: [], patterns: [] };
const unknown: Evaluation = { when: [], isAll: true, names: [], patterns: [] };

const isNothing = (found: readonly Evaluation[]): boolean =>
  found.every(({ isAll, names, patterns }) => !isAll && names.length + patterns.length === 0);

/** Both: every way of one with every way of the other. */
const combined = (one: readonly Evaluation[], other: readonly Evaluation[]): readonly Evaluation[] => {
  if (one.includes(unknown) || other.includes(unknown) || one.length * other.length > evaluationsMax) return [unknown];
  return one.flatMap((a) =>
    other.map((b) => ({
      when: [...a.when, ...b.when],
      isAll: a.isAll || b.isAll,
      names: [...a.names, ...b.names],
      patterns: [...a.patterns, ...b.patterns],
    })),
  );
};

const list = (value: JsonValue | undefined): readonly JsonValue[] =>
  Array.isArray(value) ? (value as readonly JsonValue[]) : []; // of JSON

const keys = (value: JsonValue | undefined): readonly string[] =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
