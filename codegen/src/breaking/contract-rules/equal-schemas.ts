/** Whether two schemas are written the same, wherever they stand: then nothing needs to be proved. */
import type { Keyword, KeywordValue, Property, Schema } from '../../model/schema.js';

/**
 * Remembers what it has found equal: definitions that a thousand messages refer to are looked at once.
 * A schema that contains itself is equal to another if no difference is found on the way around.
 */
export class EqualSchemas {
  /** What is equal for certain. */
  readonly #known = new Couples();
  /** What is equal if the question that is being asked is answered by yes. */
  #assumed = new Couples();

  areEqual(previous: Schema | undefined, current: Schema | undefined): boolean {
    if (previous === undefined || current === undefined) return previous === current;
    this.#assumed = new Couples();
    if (!this.#schema(previous, current)) return false;
    this.#known.take(this.#assumed);
    return true;
  }

  #schema(one: Schema | boolean, other: Schema | boolean): boolean {
    if (typeof one === 'boolean' || typeof other === 'boolean') return one === other;
    if (this.#known.has(one, other) || this.#assumed.has(one, other)) return true;
    this.#assumed.add(one, other);
    return (
      one.keywords.length === other.keywords.length &&
      // Their order says nothing, but it is mostly the same.
      one.keywords.every((keyword, index) => {
        const same = nameAt(other.keywords, index, keyword.name);
        return same !== undefined && this.#value(keyword.value, same.value);
      }) &&
      one.properties.every((property, index) => isSameBeside(property, nameAt(other.properties, index, property.name)))
    );
  }

  #value(one: KeywordValue, other: KeywordValue): boolean {
    if (one.kind === 'value') return other.kind === 'value' && JSON.stringify(one.json) === JSON.stringify(other.json);
    if (one.kind === 'schema') return other.kind === 'schema' && this.#schema(one.schema, other.schema);
    if (one.kind === 'schemas') {
      return (
        other.kind === 'schemas' &&
        one.schemas.length === other.schemas.length &&
        one.schemas.every((schema, index) => this.#schema(schema, other.schemas[index] ?? !schema))
      );
    }
    if (other.kind !== 'schemaMap' || one.schemas.length !== other.schemas.length) return false;
    const byName = new Map(other.schemas);
    return one.schemas.every(([name, schema]) => {
      const same = byName.get(name);
      return same !== undefined && this.#schema(schema, same);
    });
  }
}

class Couples {
  readonly #partners = new Map<Schema, Set<Schema>>();

  has(one: Schema, other: Schema): boolean {
    return this.#partners.get(one)?.has(other) === true;
  }

  add(one: Schema, other: Schema): void {
    const partners = this.#partners.get(one);
    if (partners === undefined) this.#partners.set(one, new Set([other]));
    else partners.add(other);
  }

  take(others: Couples): void {
    for (const [one, partners] of others.#partners) for (const other of partners) this.add(one, other);
  }
}

const nameAt = <Named extends Keyword | Property>(
  all: readonly Named[],
  index: number,
  name: string,
): Named | undefined => {
  const likely = all[index];
  return likely?.name === name ? likely : all.find((one) => one.name === name);
};

/** What stands beside a reference, and not in the schema that it refers to. */
const isSameBeside = (one: Property, other: Property | undefined): boolean =>
  other !== undefined && one.description === other.description && one.isPii === other.isPii;
