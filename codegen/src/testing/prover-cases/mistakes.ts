/** What the prover says wrongly of a case. Runs in a test, and in a node of its own with a prover that has a bug. */
import { judgeOf } from '../../breaking/judge/index.js';
import { prove } from '../../breaking/prover/index.js';
import type { ProverCase } from './prover-case.js';

/** As many as `compareSchemas` asks for. */
const counterexamplesMax = 8;

/** @returns `undefined` if it is right: a proof where there is one, otherwise counterexamples that ajv confirms */
export const mistakeOf = ({ writer, reader, counterexample }: ProverCase): string | undefined => {
  const proof = prove(writer, reader, counterexamplesMax);
  const isProof = proof.kind === 'equal' || proof.kind === 'exhausted';
  if (counterexample === undefined) return isProof ? undefined : `not proved: ${JSON.stringify(proof)}`;
  if (isProof) return `false proof: ${proof.kind}`;
  if (proof.kind === 'unknown') return `no counterexample: ${proof.reason}`;
  const judge = judgeOf(writer, reader);
  const wrong = proof.values.find((value) => judge.confirm(value) === undefined);
  return wrong === undefined ? undefined : `no counterexample: ${JSON.stringify(wrong)}`;
};
