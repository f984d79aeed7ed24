/** What the prover says wrongly of the cases. Runs in a test, and in a node of its own with provers that have a bug. */
import { judgeOf } from '../../breaking/judge/index.js';
import { prove } from '../../breaking/prover/index.js';
import { proverCases } from './index.js';
import type { ProverCase } from './prover-case.js';

/** As many as `compareSchemas` asks for. */
const counterexamplesMax = 8;

/** @returns `undefined` if it is right: a proof where there is one, otherwise counterexamples that ajv confirms */
export const mistakeOf = ({ writer, reader, counterexample }: ProverCase): string | undefined => {
  const proof = prove(writer, reader, counterexamplesMax);
  const isProof = proof.kind === 'equal' || proof.kind === 'exhausted';
  if (counterexample === undefined) return isProof ? undefined : `not proved: ${JSON.stringify(proof)}`;
  if (isProof) return `false proof: ${proof.kind}`;
  if (proof.kind === 'unknown') return counterexample.isBeyond ? undefined : `no counterexample: ${proof.reason}`;
  const judge = judgeOf(writer, reader);
  const wrong = proof.values.find((value) => judge.confirm(value) === undefined);
  return wrong === undefined ? undefined : `no counterexample: ${JSON.stringify(wrong)}`;
};

/** With the names of the cases. */
export const allMistakes = (): readonly string[] =>
  proverCases.flatMap((one) => {
    const mistake = mistakeOf(one);
    return mistake === undefined ? [] : [`${one.name}: ${mistake}`];
  });
