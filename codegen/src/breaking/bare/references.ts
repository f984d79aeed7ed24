/** What the references of a bare schema lead to: by `$id`, by anchor, and by pointer from either. */
import type { JsonObject, JsonValue } from '../../model/source.js';
import { get, isList, isObject } from '../schema-node.js';
import type { ComparableSchema } from '../verdict.js';
import { valueKeywords } from './keywords.js';

export interface Located {
  readonly schema: JsonValue;
  /** What references in it are relative to. */
  readonly base: string;
}

export class References {
  /** Of a schema without `$id`. */
  readonly rootBase = 'schema:/bare';
  readonly #located = new Map<string, Located>();
  readonly #bases = new Map<JsonValue, string>();

  constructor({ schema, others }: ComparableSchema) {
    this.#located.set(this.rootBase, { schema, base: this.rootBase });
    this.#visit(schema, this.rootBase);
    for (const [id, other] of others) {
      const base = absolute(id, this.rootBase);
      this.#located.set(base, { schema: other, base });
      this.#visit(other, base);
    }
  }

  /** What references in `schema` are relative to. @param outer base of what it stands in */
  baseOf(schema: JsonValue, outer: string): string {
    return this.#bases.get(schema) ?? outer;
  }

  /** @returns `undefined` if nothing is there */
  find(reference: string, base: string): Located | undefined {
    const address = absolute(reference, base);
    const whole = this.#located.get(address);
    if (whole !== undefined) return whole;
    const [resource = '', fragment = ''] = address.split('#');
    const start = this.#located.get(resource);
    if (start === undefined || !fragment.startsWith('/')) return undefined;
    let at: Located | undefined = start;
    for (const part of fragment.split('/').slice(1)) at = at && this.#below(at, decoded(part));
    return at;
  }

  #below({ schema, base }: Located, key: string): Located | undefined {
    const below = isList(schema) ? schema[Number(key)] : isObject(schema) ? get(schema, key) : undefined;
    return below === undefined ? undefined : { schema: below, base: this.baseOf(below, base) };
  }

  /** The names of properties are visited like keywords: ids are texts, and no schema is one. */
  #visit(value: JsonValue, outer: string): void {
    if (isList(value)) for (const below of value) this.#visit(below, outer);
    if (!isObject(value)) return;
    const base = this.#addressed(value, outer);
    this.#bases.set(value, base);
    for (const [keyword, below] of Object.entries(value)) {
      if (!valueKeywords.has(keyword) || isObject(below)) this.#visit(below, base);
    }
  }

  #addressed(schema: JsonObject, outer: string): string {
    const id = get(schema, '$id');
    const address = typeof id === 'string' ? absolute(id, outer) : outer;
    const [base = outer] = address.split('#');
    if (typeof id === 'string') this.#add(address, { schema, base });
    for (const keyword of ['$anchor', '$dynamicAnchor']) {
      const anchor = get(schema, keyword);
      if (typeof anchor === 'string') this.#add(`${base}#${anchor}`, { schema, base });
    }
    return base;
  }

  /** The first one keeps its address; ajv says so if there are two. */
  #add(address: string, located: Located): void {
    if (!this.#located.has(address)) this.#located.set(address, located);
  }
}

const absolute = (reference: string, base: string): string => {
  try {
    return new URL(reference, base).href.replace(/#$/, '');
  } catch {
    return reference;
  }
};

const decoded = (part: string): string => {
  try {
    return decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
  } catch {
    return part;
  }
};
