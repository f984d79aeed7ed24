/**
 * Whether every value that one schema accepts is accepted by another.
 *
 * The prover either builds a counterexample, which counts once ajv has confirmed it, or shows that there is none. Every proof is
 * tried against samples all the same: a mistake of the prover that ajv can see within them must not become a verdict.
 */
import type { JsonValue } from '../model/source.js';
import { type Judge, JudgeError, judgeOf, type Witness } from './judge/index.js';
import { type Proof, prove } from './prover/index.js';
import { refute, shrink } from './refute/index.js';
import type { ComparableSchema, Verdict } from './verdict.js';

/**
 * Counterexamples that ajv is asked about when it has not confirmed the first one: doubles may be rounded otherwise, or
 * something is meant that only ajv knows.
 */
const counterexamplesMax = 8;

/** Samples against a proof. Where there is none it is a thousand. */
const samplesAgainstProof = 60;

/** `writer ⊆ reader`. Deterministic: its limits are counts, not clocks. */
export const compareSchemas = (writer: ComparableSchema, reader: ComparableSchema): Verdict => {
  if (JSON.stringify([writer.schema, [...writer.others]]) === JSON.stringify([reader.schema, [...reader.others]])) {
    return { kind: 'compatible', proof: 'equal' };
  }
  const judge = judgeOf(writer, reader);
  const proof = prove(writer, reader, 1);
  try {
    const witness = witnessOf(proof, writer, reader, judge);
    if (witness !== undefined) return { kind: 'breaking', witness };
  } catch (error) {
    if (!(error instanceof JudgeError)) throw error;
    if (proof.kind !== 'equal' && proof.kind !== 'exhausted') return { kind: 'unknown', reason: error.message };
  }
  if (proof.kind === 'equal' || proof.kind === 'exhausted') return { kind: 'compatible', proof: proof.kind };
  const reason =
    proof.kind === 'unknown' ? proof.reason : 'ajv does not confirm the counterexamples that were found for it.';
  return { kind: 'unknown', reason };
};

const witnessOf = (
  proof: Proof,
  writer: ComparableSchema,
  reader: ComparableSchema,
  judge: Judge,
): Witness | undefined => {
  if (proof.kind === 'equal') return undefined;
  if (proof.kind === 'exhausted') return refute(writer, reader, judge, { samplesMax: samplesAgainstProof });
  if (proof.kind !== 'counterexamples') return refute(writer, reader, judge);
  const witness = confirmed(proof.values, judge) ?? confirmed(moreOf(writer, reader), judge);
  return witness === undefined ? refute(writer, reader, judge) : shrink(witness, judge);
};

const moreOf = (writer: ComparableSchema, reader: ComparableSchema): readonly JsonValue[] => {
  const proof = prove(writer, reader, counterexamplesMax);
  return proof.kind === 'counterexamples' ? proof.values : [];
};

const confirmed = (values: readonly JsonValue[], judge: Judge): Witness | undefined => {
  for (const value of values) {
    const witness = judge.confirm(value);
    if (witness !== undefined) return witness;
  }
  return undefined;
};
