/** Values that a schema probably accepts: what it cannot foresee (`not`, `oneOf`, counts) the judge sorts out. */
import type { JsonObject, JsonValue } from '../../model/source.js';
import { textsOf } from '../prover/texts/index.js';
import type { ComparableSchema } from '../verdict.js';
import type { Choices } from './choices.js';
import type { Landmarks } from './landmarks.js';
import { highest, lowest, sampleNumber, sampleText } from './sample-scalar.js';
import { get, isList, isObject, listAt, objectAt, targetsOf, textsAt } from '../schema-node.js';

/** Deeper, values are as small as they can be. */
const depthMax = 6;
/** Of what a schema refers to, in place. */
const partsMax = 40;
const itemsMax = 50;

type Type = 'string' | 'number' | 'integer' | 'boolean' | 'null' | 'array' | 'object';
const types: readonly Type[] = ['string', 'integer', 'number', 'boolean', 'null', 'array', 'object'];

export class Sampler {
  readonly #target: (reference: string) => JsonValue | undefined;

  constructor(
    readonly comparable: ComparableSchema,
    readonly choices: Choices,
    readonly landmarks: Landmarks,
  ) {
    this.#target = targetsOf(comparable);
  }

  sample(): JsonValue {
    return this.#value([this.comparable.schema], 0);
  }

  /** Any value at all. */
  anything(depth = depthMax): JsonValue {
    return this.#value([], depth);
  }

  /** @param schemas that all hold for the value */
  #value(schemas: readonly JsonValue[], depth: number): JsonValue {
    const { choices, landmarks } = this;
    const parts = this.#parts(schemas);
    const listed = parts.flatMap((part) => {
      const only = get(part, 'const');
      return [...(only === undefined ? [] : [only]), ...listAt(part, 'enum')];
    });
    if (listed.length > 0 && choices.happens(0.95)) return choices.oneOf(listed) ?? null;
    if (choices.happens(0.08)) return choices.oneOf(landmarks.values) ?? null;
    switch (this.#type(parts, depth)) {
      case 'string':
        return sampleText(parts, choices, landmarks);
      case 'integer':
        return sampleNumber(parts, true, choices, landmarks);
      case 'number':
        return sampleNumber(parts, false, choices, landmarks);
      case 'boolean':
        return choices.happens(0.5);
      case 'null':
        return null;
      case 'array':
        return this.#array(parts, depth);
      default:
        return this.#object(parts, depth);
    }
  }

  /** The schemas, and one branch of each choice in them. */
  #parts(schemas: readonly JsonValue[]): readonly JsonObject[] {
    const parts: JsonObject[] = [];
    const visit = (schema: JsonValue | undefined): void => {
      if (!isObject(schema) || parts.length >= partsMax || parts.includes(schema)) return;
      parts.push(schema);
      for (const name of ['$ref', '$dynamicRef', '$recursiveRef']) {
        const reference = get(schema, name);
        if (typeof reference === 'string') visit(this.#target(reference));
      }
      for (const all of listAt(schema, 'allOf')) visit(all);
      for (const name of ['anyOf', 'oneOf']) visit(this.choices.oneOf(listAt(schema, name)));
      if (get(schema, 'if') !== undefined) {
        if (this.choices.happens(0.6)) for (const name of ['if', 'then']) visit(get(schema, name));
        else visit(get(schema, 'else'));
      }
      for (const dependent of [
        ...Object.values(objectAt(schema, 'dependencies')),
        ...Object.values(objectAt(schema, 'dependentSchemas')),
      ]) {
        if (isObject(dependent) && this.choices.happens(0.5)) visit(dependent);
      }
    };
    for (const schema of schemas) visit(schema);
    return parts;
  }

  #type(parts: readonly JsonObject[], depth: number): Type {
    const allowed = parts.flatMap((part) => {
      const type = get(part, 'type');
      return type === undefined ? [] : [isList(type) ? type : [type]];
    });
    const fitting = types.filter((type) =>
      allowed.every((some) => some.includes(type) || (type === 'integer' && some.includes('number'))),
    );
    const hinted = fitting.filter((type) =>
      parts.some((part) => Object.keys(part).some((name) => hints.get(name) === type)),
    );
    if (allowed.length === 0 && hinted.length > 0 && this.choices.happens(0.85)) {
      return this.choices.oneOf(hinted) ?? 'null';
    }
    const shallow = depth > depthMax ? fitting.filter((type) => type !== 'array' && type !== 'object') : fitting;
    return this.choices.oneOf(shallow) ?? this.choices.oneOf(fitting) ?? 'null';
  }

  #array(parts: readonly JsonObject[], depth: number): JsonValue {
    const { choices } = this;
    const least = Math.min(highest(parts, 'minItems') ?? 0, itemsMax);
    const known = Math.max(0, ...parts.map((part) => this.#prefix(part).length));
    const most = Math.max(least, Math.min(lowest(parts, 'maxItems') ?? Math.max(least, known) + 2, itemsMax));
    const contained = parts.flatMap((part) => get(part, 'contains') ?? []);
    const wanted = contained.length > 0 ? Math.max(1, least) : least;
    const count = depth > depthMax ? least : wanted + choices.below(Math.max(0, most - wanted) + 1);
    const items: JsonValue[] = [];
    for (let at = 0; at < count; at += 1) {
      const schemas = parts.flatMap((part) => this.#itemSchema(part, at));
      const chosen = contained.length > 0 && choices.happens(0.5) ? choices.oneOf(contained) : undefined;
      const isRepeat = items.length > 0 && choices.happens(0.1);
      items.push(
        isRepeat
          ? (choices.oneOf(items) ?? null)
          : this.#value(chosen === undefined ? schemas : [...schemas, chosen], depth + 1),
      );
    }
    return items;
  }

  #prefix(part: JsonObject): readonly JsonValue[] {
    const prefix = listAt(part, 'prefixItems');
    return prefix.length > 0 ? prefix : listAt(part, 'items');
  }

  #itemSchema(part: JsonObject, at: number): readonly JsonValue[] {
    const prefix = this.#prefix(part);
    const here = prefix[at];
    if (here !== undefined) return [here];
    const rest = prefix.length > 0 && isList(get(part, 'items')) ? get(part, 'additionalItems') : get(part, 'items');
    return rest === undefined ? [] : [rest];
  }

  #object(parts: readonly JsonObject[], depth: number): JsonValue {
    const { choices } = this;
    const required = new Set(parts.flatMap((part) => textsAt(part, 'required')));
    const declared = [...new Set(parts.flatMap((part) => Object.keys(objectAt(part, 'properties'))))];
    const keepChance = choices.oneOf([0, 0.5, 0.5, 1]) ?? 0.5;
    const names = new Set(required);
    if (depth <= depthMax) for (const name of declared) if (choices.happens(keepChance)) names.add(name);
    const isOpen = parts.every(
      (part) => get(part, 'additionalProperties') !== false && get(part, 'unevaluatedProperties') !== false,
    );
    const least = Math.min(highest(parts, 'minProperties') ?? 0, itemsMax);
    // What texts are wanted for may be names.
    const anyNames = choices.happens(0.2) ? this.landmarks.texts : this.landmarks.names;
    const others = [...(isOpen ? anyNames : []), ...this.#patternNames(parts)];
    const extra = depth > depthMax ? 0 : choices.below(3);
    for (let added = 0; added < extra; added += 1) names.add(choices.oneOf(others) ?? choices.oneOf(declared) ?? 'a');
    for (let tries = 0; names.size < least && tries < 4 * least; tries += 1) {
      names.add(choices.oneOf([...declared, ...others]) ?? `a${tries}`);
      if (tries > 2 * least) names.add(`a${tries}`);
    }
    // Dependent names come with those that ask for them.
    for (const part of parts) {
      for (const keyword of ['dependencies', 'dependentRequired']) {
        for (const name of Object.keys(objectAt(part, keyword))) {
          if (names.has(name) && choices.happens(0.8))
            for (const one of textsAt(objectAt(part, keyword), name)) names.add(one);
        }
      }
    }
    return Object.fromEntries(
      [...names].map((name) => [
        name,
        this.#value(
          parts.flatMap((part) => schemasOfName(part, name)),
          depth + 1,
        ),
      ]),
    );
  }

  #patternNames(parts: readonly JsonObject[]): readonly string[] {
    const common = {
      lengthMin: 0,
      lengthMax: 100,
      notPatterns: [],
      formats: [],
      notFormats: [],
      excluded: new Set<string>(),
    };
    return parts
      .flatMap((part) => Object.keys(objectAt(part, 'patternProperties')))
      .flatMap((pattern) => textsOf({ ...common, patterns: [pattern] }, 3).found);
  }
}

/** What holds for the property of this name. */
const schemasOfName = (part: JsonObject, name: string): readonly JsonValue[] => {
  const own = get(objectAt(part, 'properties'), name);
  const matching = Object.entries(objectAt(part, 'patternProperties')).flatMap(([pattern, schema]) =>
    isMatch(pattern, name) ? [schema] : [],
  );
  const found = [...(own === undefined ? [] : [own]), ...matching];
  if (found.length > 0) return found;
  const rest = get(part, 'additionalProperties') ?? get(part, 'unevaluatedProperties');
  return rest === undefined ? [] : [rest];
};

const isMatch = (pattern: string, name: string): boolean => {
  try {
    return new RegExp(pattern, 'u').test(name);
  } catch {
    return false;
  }
};

/** Keywords that are about one type say that values of it are expected. */
const hints: ReadonlyMap<string, Type> = new Map(
  Object.entries({
    string: 'minLength maxLength pattern format',
    number: 'minimum maximum exclusiveMinimum exclusiveMaximum multipleOf',
    array: 'items prefixItems additionalItems contains minItems maxItems uniqueItems unevaluatedItems',
    object:
      'properties patternProperties additionalProperties propertyNames required minProperties maxProperties ' +
      'dependencies dependentRequired dependentSchemas unevaluatedProperties',
  }).flatMap(([type, names]) => names.split(' ').map((name): [string, Type] => [name, type as Type])), // the keys above are types
);
