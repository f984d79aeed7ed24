/** Whether every value that one schema accepts is accepted by another. */
import type { ComparableSchema, Verdict } from './verdict.js';

/** `writer ⊆ reader`. Deterministic: its limits are counts, not clocks. */
export const compareSchemas = (writer: ComparableSchema, reader: ComparableSchema): Verdict =>
  JSON.stringify([writer.schema, [...writer.others]]) === JSON.stringify([reader.schema, [...reader.others]])
    ? { kind: 'compatible', proof: 'equal' }
    : { kind: 'unknown', reason: 'Nobody has compared them yet.' };
