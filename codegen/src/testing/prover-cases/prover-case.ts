/** Two schemas of which it is known whether one accepts all that the other does; each case stands for one way to be wrong. */
import type { ComparableSchema, Dialect } from '../../breaking/verdict.js';
import type { JsonObject, JsonValue } from '../../model/source.js';

export interface ProverCase {
  /** A sentence about the schemas. */
  readonly name: string;
  readonly writer: ComparableSchema;
  readonly reader: ComparableSchema;
  /** One that the writer accepts and the reader refuses; `undefined` if there is none. */
  readonly counterexample: Counterexample | undefined;
}

interface Counterexample {
  readonly value: JsonValue;
  /** Larger than what the prover looks for: it may say that it does not know. */
  readonly isBeyond: boolean;
}

interface CaseOptions {
  readonly isBeyond?: boolean;
  readonly dialect?: Dialect;
  readonly others?: Readonly<Record<string, JsonValue>>;
}

export const compatible = (
  name: string,
  [writer, reader]: readonly [JsonValue, JsonValue],
  options: CaseOptions = {},
): ProverCase => ({
  name,
  writer: comparableOf(writer, options),
  reader: comparableOf(reader, options),
  counterexample: undefined,
});

export const breaking = (
  name: string,
  [writer, reader, value]: readonly [JsonValue, JsonValue, JsonValue],
  options: CaseOptions = {},
): ProverCase => ({
  ...compatible(name, [writer, reader], options),
  counterexample: { value, isBeyond: options.isBeyond ?? false },
});

/** In one place, because the linter takes an object with `then` for a promise. */
export const condition = (asked: JsonValue, yes: JsonValue, no: JsonValue): JsonObject => ({
  if: asked,
  // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
  then: yes,
  else: no,
});

const comparableOf = (schema: JsonValue, { dialect = 'draft-07', others = {} }: CaseOptions): ComparableSchema => ({
  schema,
  dialect,
  others: new Map(Object.entries(others)),
});
