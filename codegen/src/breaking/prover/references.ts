/** Which schema a `$ref` means, as ajv finds it: by `$id`, by anchor, and by pointer from either. */
import { Ajv } from 'ajv';
import type { JsonObject, JsonValue } from '../../model/source.js';
import type { ComparableSchema } from '../verdict.js';
import { UnreadableSchemaError } from './unreadable.js';
import { valueKey } from './terms.js';

export interface Located {
  readonly schema: JsonValue;
  /** What `$ref`s in it are relative to. */
  readonly base: string;
}

/** Hold values, not schemas. */
const values = new Set(['default', 'enum', 'const', 'required', 'examples']);

const maps = new Set('definitions $defs properties patternProperties dependencies dependentSchemas'.split(' '));

const applicators = new Set(
  (
    'items additionalItems prefixItems contains unevaluatedItems additionalProperties propertyNames unevaluatedProperties ' +
    'if then else not allOf anyOf oneOf'
  ).split(' '),
);

interface Visit {
  /** Schemas by name, not a schema. */
  readonly isMap: boolean;
  /** Stands where schemas do. */
  readonly isKnown: boolean;
}

export class References {
  /** By address, with its anchor if it has one. */
  readonly #schemas = new Map<string, Located>();
  readonly #bases = new Map<JsonValue, string>();
  /** `$dynamicAnchor`s by name. */
  readonly #dynamic = new Map<string, Located[]>();
  /** Addresses of several schemas that differ. */
  readonly #ambiguous = new Set<string>();
  /** Below keywords that are none, where an address may only look like one. */
  readonly #unknown = new Set<Located>();
  readonly #isDraft7: boolean;

  constructor({ schema, others, dialect }: ComparableSchema) {
    this.#isDraft7 = dialect !== '2020-12';
    for (const [id, other] of others) this.#addResource(other, absolute(id, ownAddress));
    this.#addResource(schema, ownAddress);
  }

  /** What `$ref`s in `schema` are relative to. @param base of the schema around it */
  baseOf(schema: JsonValue, base: string): string {
    return this.#bases.get(schema) ?? base;
  }

  /** @returns `undefined` if nothing is there. @throws UnreadableSchemaError – several schemas have this address */
  find(reference: string, base: string): Located | undefined {
    const address = absolute(reference, base);
    if (this.#ambiguous.has(address)) throw new UnreadableSchemaError(`${address} is the address of several schemas.`);
    const whole = this.#schemas.get(address);
    if (whole !== undefined) return whole;
    const [resource = '', fragment = ''] = address.split('#');
    const start = this.#schemas.get(resource) ?? this.#metaSchema(resource);
    if (start === undefined || (fragment !== '' && !fragment.startsWith('/'))) return undefined;
    const parts = fragment.split('/').slice(1);
    return parts.reduce<Located | undefined>((at, part) => at && this.#below(at, keyOf(part)), start);
  }

  /** @returns the only schema with this `$dynamicAnchor`; `undefined` if there are several, because the caller decides then */
  findDynamic(name: string): Located | undefined {
    const [only, ...others] = this.#dynamic.get(name) ?? [];
    return others.length === 0 ? only : undefined;
  }

  hasDynamic(name: string): boolean {
    return this.#dynamic.has(name);
  }

  #below({ schema, base }: Located, key: string): Located | undefined {
    const below = Array.isArray(schema) ? (schema[Number(key)] as JsonValue | undefined) : property(schema, key);
    return below === undefined ? undefined : { schema: below, base: this.baseOf(below, base) };
  }

  #addResource(schema: JsonValue, address: string): void {
    this.#schemas.set(address, { schema, base: address });
    this.#visit(schema, address, { isMap: false, isKnown: true });
  }

  #visit(schema: JsonValue, outer: string, { isMap, isKnown }: Visit): void {
    if (typeof schema !== 'object' || schema === null) return;
    if (Array.isArray(schema)) {
      for (const one of schema) this.#visit(one as JsonValue, outer, { isMap: false, isKnown }); // of JSON
      return;
    }
    const object = schema as JsonObject; // a list was handled above
    const base = isMap ? outer : this.#addressed(object, outer, isKnown);
    this.#bases.set(object, base);
    for (const [key, below] of Object.entries(object)) {
      if (isMap) this.#visit(below, base, { isMap: false, isKnown });
      else if (!values.has(key)) {
        this.#visit(below, base, { isMap: maps.has(key), isKnown: isKnown && (maps.has(key) || applicators.has(key)) });
      }
    }
  }

  /** @param isKnown whether it stands where schemas do: then it wins over what stands below keywords that nobody knows */
  #put(address: string, located: Located, isKnown: boolean): void {
    const known = this.#schemas.get(address);
    const isWeaker = known !== undefined && this.#unknown.has(known);
    if (!isKnown) this.#unknown.add(located);
    if (known === undefined || (isWeaker && isKnown)) this.#schemas.set(address, located);
    else if (isWeaker !== isKnown && valueKey(known.schema) !== valueKey(located.schema)) this.#ambiguous.add(address);
  }

  #addressed(schema: JsonObject, outer: string, isKnown: boolean): string {
    const id = schema['$id'];
    let base = outer;
    if (typeof id === 'string') {
      const address = absolute(id, outer);
      if (!id.startsWith('#')) base = address.split('#')[0] ?? address;
      this.#put(id.startsWith('#') ? address : base, { schema, base }, isKnown);
    }
    for (const keyword of ['$anchor', '$dynamicAnchor']) {
      const anchor = schema[keyword];
      if (typeof anchor !== 'string') continue;
      const located = { schema, base };
      this.#put(`${base}#${anchor}`, located, isKnown);
      if (keyword === '$dynamicAnchor') this.#dynamic.set(anchor, [...(this.#dynamic.get(anchor) ?? []), located]);
    }
    return base;
  }

  #metaSchema(address: string): Located | undefined {
    if (!this.#isDraft7 || address !== 'http://json-schema.org/draft-07/schema') return undefined;
    const schema = new Ajv().getSchema(address)?.schema as JsonValue | undefined; // it is a JSON file of ajv's
    if (schema === undefined) return undefined;
    this.#addResource(schema, address);
    return { schema, base: address };
  }
}

/** Address of a schema without `$id`. */
export const ownAddress = 'schema:/compared';

const absolute = (reference: string, base: string): string => {
  try {
    return new URL(reference, base).href.replace(/#$/, '');
  } catch {
    return reference;
  }
};

const keyOf = (part: string): string => {
  const text = (() => {
    try {
      return decodeURIComponent(part);
    } catch {
      return part;
    }
  })();
  return text.replaceAll('~1', '/').replaceAll('~0', '~');
};

const property = (schema: JsonValue, key: string): JsonValue | undefined =>
  typeof schema === 'object' && schema !== null && Object.hasOwn(schema, key) ? (schema as JsonObject)[key] : undefined;
