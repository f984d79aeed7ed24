/** What can be said of two versions of a schema: proved, refuted with an example, or neither. */
import type { JsonValue } from '../model/source.js';
import type { Witness } from './judge/judge.js';

export type { Witness };

/** A schema as it is validated, for comparison with another version of it. */
export interface ComparableSchema {
  readonly schema: JsonValue;
  readonly dialect: Dialect;
  /** Other schemas that it refers to, by their id. */
  readonly others: ReadonlyMap<string, JsonValue>;
}

/** `contract`: what generated validators are compiled from, draft 7 with `unevaluatedProperties`. */
export type Dialect = 'draft-07' | '2019-09' | '2020-12' | 'contract';

/** Whether every value that is valid under one schema is valid under another. */
export type Verdict = Compatible | Breaking | Unknown;

/** There is a proof: the schemas are the same graph, or no value is valid under one and refused by the other. */
export interface Compatible {
  readonly kind: 'compatible';
  readonly proof: 'equal' | 'exhausted';
}

export interface Breaking {
  readonly kind: 'breaking';
  readonly witness: Witness;
}

/** Fails the gate like `breaking`, unless it is waived: what is not proved may break. */
export interface Unknown {
  readonly kind: 'unknown';
  /** One sentence that says what could not be decided. */
  readonly reason: string;
}

/** What ajv says of a value that it refuses. */
export interface Violation {
  /** JSON pointer into the value, `''` for the whole. */
  readonly instancePath: string;
  readonly keyword: string;
  readonly message: string;
}
