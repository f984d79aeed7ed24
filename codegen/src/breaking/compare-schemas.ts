/** Whether every value that one schema accepts is accepted by another. */
import { JudgeError, judgeOf } from './judge/index.js';
import { refute } from './refute/index.js';
import type { ComparableSchema, Verdict } from './verdict.js';

/** `writer ⊆ reader`. Deterministic: its limits are counts, not clocks. */
export const compareSchemas = (writer: ComparableSchema, reader: ComparableSchema): Verdict => {
  if (JSON.stringify([writer.schema, [...writer.others]]) === JSON.stringify([reader.schema, [...reader.others]])) {
    return { kind: 'compatible', proof: 'equal' };
  }
  try {
    const witness = refute(writer, reader, judgeOf(writer, reader));
    if (witness !== undefined) return { kind: 'breaking', witness };
  } catch (error) {
    if (error instanceof JudgeError) return { kind: 'unknown', reason: error.message };
    throw error;
  }
  return {
    kind: 'unknown',
    reason: 'No event that breaks was found among 1,000, and nothing proves that there is none.',
  };
};
