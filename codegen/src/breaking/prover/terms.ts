/**
 * Schemas as terms: each says one thing about a value, and says it only about values of its own type; of others it is true.
 * Equal terms are one term with one number, so that comparing is comparing numbers.
 */
import type { JsonValue } from '../../model/source.js';
import type { Rational } from './rational.js';

/** Number of a term in its `Terms`. */
export type TermId = number;

/** A term that is asked for (its id), or its negation (minus its id). Ids begin with 1. */
export type Literal = number;

export const valueTypes = ['string', 'number', 'boolean', 'null', 'array', 'object'] as const;
export type ValueType = (typeof valueTypes)[number];

export type Term =
  /** All of them; without any it is true. */
  | { readonly kind: 'all'; readonly of: readonly TermId[] }
  /** One of them at least; without any it is false. */
  | { readonly kind: 'any'; readonly of: readonly TermId[] }
  /** Exactly one of them. */
  | { readonly kind: 'one'; readonly of: readonly TermId[] }
  | { readonly kind: 'not'; readonly of: TermId }
  | { readonly kind: 'types'; readonly types: readonly ValueType[] }
  | { readonly kind: 'values'; readonly values: readonly JsonValue[] }
  | { readonly kind: 'numberMin' | 'numberMax'; readonly limit: number; readonly isExclusive: boolean }
  | { readonly kind: 'multipleOf'; readonly divisor: Rational; readonly asNumber: number }
  | { readonly kind: 'lengthMin' | 'lengthMax'; readonly count: number }
  | { readonly kind: 'pattern'; readonly pattern: string }
  | { readonly kind: 'format'; readonly format: string }
  | { readonly kind: 'itemsMin' | 'itemsMax'; readonly count: number }
  | { readonly kind: 'unique' }
  /** The item at `index`, if there is one. */
  | { readonly kind: 'item'; readonly index: number; readonly of: TermId }
  /** Every item from index `from` on. */
  | { readonly kind: 'items'; readonly from: number; readonly of: TermId }
  | { readonly kind: 'containsMin' | 'containsMax'; readonly count: number; readonly of: TermId }
  | { readonly kind: 'propertiesMin' | 'propertiesMax'; readonly count: number }
  | { readonly kind: 'required'; readonly name: string }
  /** The property `name`, if there is one. */
  | { readonly kind: 'property'; readonly name: string; readonly of: TermId }
  | { readonly kind: 'patternProperty'; readonly pattern: string; readonly of: TermId }
  /** Every property whose name is none of `names` and matches none of `patterns`. */
  | {
      readonly kind: 'additional';
      readonly names: readonly string[];
      readonly patterns: readonly string[];
      readonly of: TermId;
    }
  /** The name of every property. */
  | { readonly kind: 'propertyNames'; readonly of: TermId }
  /** What is not understood here; only ajv knows. The same text means the same thing. */
  | { readonly kind: 'opaque'; readonly what: string };

/** The type of the values that a term is about; `undefined` if it is about all. */
export const typeOfTerm = ({ kind }: Term): ValueType | undefined => typesOfKinds[kind];

const typesOfKinds: Readonly<Record<Term['kind'], ValueType | undefined>> = {
  all: undefined,
  any: undefined,
  one: undefined,
  not: undefined,
  types: undefined,
  values: undefined,
  opaque: undefined,
  numberMin: 'number',
  numberMax: 'number',
  multipleOf: 'number',
  lengthMin: 'string',
  lengthMax: 'string',
  pattern: 'string',
  format: 'string',
  itemsMin: 'array',
  itemsMax: 'array',
  unique: 'array',
  item: 'array',
  items: 'array',
  containsMin: 'array',
  containsMax: 'array',
  propertiesMin: 'object',
  propertiesMax: 'object',
  required: 'object',
  property: 'object',
  patternProperty: 'object',
  additional: 'object',
  propertyNames: 'object',
};

export const typeOfValue = (value: JsonValue): ValueType => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  const type = typeof value;
  if (type === 'string' || type === 'number' || type === 'boolean') return type;
  return 'object';
};

/** The terms below a term, in its order. */
export const termsBelow = (term: Term): readonly TermId[] => {
  if (!('of' in term)) return [];
  return typeof term.of === 'number' ? [term.of] : term.of;
};

/** The same term with others below it, in the same order. */
export const withBelow = (term: Term, below: readonly TermId[]): Term => {
  if (!('of' in term)) return term;
  if (term.kind === 'all' || term.kind === 'any' || term.kind === 'one') return { ...term, of: below };
  const [of = term.of] = below;
  return { ...term, of };
};

/** The same text for equal values, whatever the order of their properties is. */
export const valueKey = (value: JsonValue): string => {
  if (Array.isArray(value)) return `[${value.map(valueKey).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(([name, one]) => `${JSON.stringify(name)}:${valueKey(one)}`);
    return `{${members.toSorted().join(',')}}`;
  }
  return JSON.stringify(value === 0 ? 0 : value); // -0 is 0
};

/** All terms of a comparison. */
export class Terms {
  readonly #terms: Term[] = [];
  readonly #ids = new Map<string, TermId>();
  #reserved = 0;
  /** Every value is valid. */
  readonly yes = this.add({ kind: 'all', of: [] });
  /** No value is. */
  readonly no = this.add({ kind: 'any', of: [] });

  get(id: TermId): Term {
    const term = this.#terms[id - 1];
    if (term === undefined) throw new Error(`There is no term ${id}.`);
    return term;
  }

  /** Whether some term may be below itself. */
  get hasCycles(): boolean {
    return this.#reserved > 0;
  }

  get size(): number {
    return this.#terms.length;
  }

  /** @param term whose terms below are ids of here */
  add(term: Term): TermId {
    const simple = this.#simplified(term);
    if (typeof simple === 'number') return simple;
    const key = termKey(simple);
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.#terms.push(simple);
    this.#ids.set(key, id);
    return id;
  }

  /** A place for a term that will refer to itself. Until it is filled it is equal to no other. */
  reserve(): TermId {
    this.#reserved += 1;
    const id = this.#terms.length + 1;
    return this.#terms.push({ kind: 'opaque', what: `reserved ${id}` });
  }

  /** From now on `add` finds it. */
  fill(id: TermId, term: Term): void {
    this.#terms[id - 1] = term;
    const key = termKey(term);
    if (!this.#ids.has(key)) this.#ids.set(key, id);
  }

  /** What says nothing of its own is replaced by what it comes to. */
  #simplified(term: Term): Term | TermId {
    switch (term.kind) {
      case 'all':
        return this.#joined('all', term.of, this.no, this.yes);
      case 'any':
        return this.#joined('any', term.of, this.yes, this.no);
      case 'one': {
        const of = term.of.filter((id) => id !== this.no).toSorted((a, b) => a - b);
        if (of.length === 0) return this.no;
        return of.length === 1 && of[0] !== undefined ? of[0] : { kind: 'one', of };
      }
      case 'not': {
        if (term.of === this.yes) return this.no;
        if (term.of === this.no) return this.yes;
        const below = this.get(term.of);
        return below.kind === 'not' ? below.of : term;
      }
      case 'values':
        return term.values.length === 0 ? this.no : term;
      case 'property':
      case 'patternProperty':
      case 'additional':
      case 'propertyNames':
      case 'item':
      case 'items':
        return term.of === this.yes ? this.yes : term;
      default:
        return term;
    }
  }

  /** `all` within `all`, and `any` within `any`, is one. */
  #joined(kind: 'all' | 'any', of: readonly TermId[], ending: TermId, nothing: TermId): Term | TermId {
    const flat = new Set(
      of.flatMap((id) => {
        const below = this.#terms[id - 1];
        return below?.kind === kind ? below.of : [id];
      }),
    );
    flat.delete(nothing);
    // The first two terms are these two themselves.
    if (flat.has(ending) && ending !== undefined) return ending;
    const sorted = [...flat].toSorted((a, b) => a - b);
    return sorted.length === 1 && sorted[0] !== undefined ? sorted[0] : { kind, of: sorted };
  }
}

export const termKey = (term: Term): string => {
  if (term.kind === 'values') return `values ${term.values.map(valueKey).toSorted().join(',')}`;
  return JSON.stringify(term, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
};
