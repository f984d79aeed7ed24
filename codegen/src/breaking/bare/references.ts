/** What the references of a bare schema lead to. */
import type { JsonValue } from '../../model/source.js';
import { targetsOf } from '../schema-node.js';
import type { ComparableSchema } from '../verdict.js';

export interface Located {
  readonly schema: JsonValue;
  /** What references in it are relative to. */
  readonly base: string;
}

export class References {
  readonly rootBase = '';
  readonly #target: (reference: string) => JsonValue | undefined;

  constructor(declared: ComparableSchema) {
    this.#target = targetsOf(declared);
  }

  baseOf(_schema: JsonValue, base: string): string {
    return base;
  }

  find(reference: string, base: string): Located | undefined {
    const schema = this.#target(reference);
    return schema === undefined ? undefined : { schema, base };
  }
}
