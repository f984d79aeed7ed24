/**
 * How a writer sees a bare schema: a property that it does not declare is refused, at every level, also behind references.
 * The same as contracts are compiled, on JSON and for every draft. @see emit/validators/compilable-schema.ts
 */
import type { JsonObject, JsonValue } from '../../model/source.js';
import { get, isList, isObject } from '../schema-node.js';
import type { ComparableSchema } from '../verdict.js';
import { hasChoice } from './has-choice.js';
import {
  annotations,
  holdsNamedSchemas,
  holdsSchemas,
  inPlace,
  questions,
  references as referring,
  valueKeywords,
} from './keywords.js';
import { withoutExtensibleEnum } from './open-reader.js';
import { type Located, ownAddress, References } from '../prover/references.js';

/** @see Mode of emit/validators/compilable-schema.ts, of which `both` is written out here. */
type Mode = 'open' | 'closed' | 'part' | 'condition';

/** Referred schemas are copied, a copy for each mode, and found by names of ours instead of their ids. */
export const closeWriter = (declared: ComparableSchema): ComparableSchema => {
  const references = new References(declared);
  const copies = new Copies(references);
  const { schema } = declared;
  const root = { schema, base: ownAddress };
  const closed = hasChoice(root, references)
    ? { allOf: [copies.reference(root, 'open'), copies.reference(root, 'closed')] }
    : copies.copy(root, 'closed');
  const definitions = copies.definitions();
  const whole = isObject(closed) && Object.keys(definitions).length > 0 ? { ...closed, definitions } : closed;
  return {
    schema: whole,
    // Closing needs `unevaluatedProperties`, which newer drafts have.
    dialect: declared.dialect === 'draft-07' ? 'contract' : declared.dialect,
    others: new Map(),
  };
};

class Copies {
  readonly #names = new Map<JsonValue, Map<Mode, string>>();
  readonly #definitions = new Map<string, JsonValue>();

  constructor(readonly references: References) {}

  definitions(): JsonObject {
    return Object.fromEntries(this.#definitions);
  }

  reference(located: Located, mode: Mode): JsonValue {
    // Booleans are the same for everybody.
    if (!isObject(located.schema)) return located.schema;
    const names = this.#names.get(located.schema) ?? new Map<Mode, string>();
    this.#names.set(located.schema, names);
    const known = names.get(mode);
    const name = known ?? `${mode}${this.#definitions.size + 1}`;
    if (known === undefined) {
      names.set(mode, name);
      this.#definitions.set(name, true); // keeps its place while it is copied
      this.#definitions.set(name, this.copy(located, mode));
    }
    return { $ref: `#/definitions/${name}` };
  }

  copy({ schema, base: outer }: Located, mode: Mode): JsonValue {
    if (!isObject(schema)) return schema;
    const base = this.references.baseOf(schema, outer);
    const seen = mode === 'closed' || mode === 'part' ? schema : withoutExtensibleEnum(schema);
    const says = Object.entries(seen).filter(([name]) => !annotations.has(name) && !name.startsWith('x-'));
    // Alone it stands for what it refers to; beside others it is one part of the whole.
    const isAlone = says.length === 1;
    const copied = says.map(([name, value]): readonly [string, JsonValue] => {
      if (referring.has(name)) {
        const target = typeof value === 'string' ? this.references.find(value, base) : undefined;
        if (target === undefined) return [name, value];
        const { $ref } = this.#referred(target, isAlone ? mode : modeBelow('allOf', mode));
        return ['$ref', $ref];
      }
      return [name, this.#below(name, value, base, mode)];
    });
    return { ...Object.fromEntries(copied), ...(mode === 'closed' && !hasOnlyReference(says) ? closure(says) : {}) };
  }

  #referred(target: Located, mode: Mode): { readonly $ref: JsonValue } {
    const reference = this.reference(target, mode);
    if (isObject(reference)) return { $ref: get(reference, '$ref') ?? '' };
    // A boolean has no name of its own yet.
    const name = reference === true ? 'anything' : 'nothing';
    this.#definitions.set(name, reference);
    return { $ref: `#/definitions/${name}` };
  }

  #below(name: string, value: JsonValue, base: string, mode: Mode): JsonValue {
    const inner = modeBelow(name, mode);
    const use = (schema: JsonValue): JsonValue => this.copy({ schema, base }, inner);
    if (valueKeywords.has(name)) return value;
    if (holdsSchemas.has(name)) return isList(value) ? value.map(use) : use(value);
    if (holdsNamedSchemas.has(name) && isObject(value)) {
      return Object.fromEntries(
        Object.entries(value).map(([key, below]) => [key, isList(below) ? below : use(below)] as const),
      );
    }
    return value;
  }
}

const hasOnlyReference = (says: readonly (readonly [string, JsonValue])[]): boolean =>
  says.length === 1 && says.every(([name]) => referring.has(name));

const modeBelow = (keyword: string, mode: Mode): Mode => {
  if (mode === 'open' || questions.has(keyword)) return 'open';
  if (keyword === 'if') return 'condition';
  if (inPlace.has(keyword)) return mode === 'condition' ? 'condition' : 'part';
  return mode === 'condition' ? 'open' : 'closed';
};

const closure = (says: readonly (readonly [string, JsonValue])[]): JsonObject => {
  const names = new Set(says.map(([name]) => name));
  // Whoever says it, whatever it says, has decided.
  if (names.has('additionalProperties') || names.has('unevaluatedProperties')) return {};
  // Only `unevaluatedProperties` sees what the branches declare.
  if (says.some(([name, value]) => referring.has(name) || hasParts(name, value)))
    return { unevaluatedProperties: false };
  return names.has('properties') || names.has('patternProperties') ? { additionalProperties: false } : {};
};

const hasParts = (name: string, value: JsonValue): boolean => {
  if (!inPlace.has(name)) return false;
  if (name !== 'dependencies' && name !== 'dependentSchemas') return true;
  return isObject(value) && Object.values(value).some((part) => isObject(part) && !isLeaf(part));
};

/** No schema below it. */
const isLeaf = (schema: JsonObject): boolean =>
  Object.keys(schema).every((name) => !holdsSchemas.has(name) && !holdsNamedSchemas.has(name) && !referring.has(name));
