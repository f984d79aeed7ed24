/** All cases with a known answer. */
import { lists } from './lists.js';
import { numbersAndTexts } from './numbers-and-texts.js';
import { objects } from './objects.js';
import { recursion } from './recursion.js';
import { references } from './references.js';
import { unevaluatedProperties } from './unevaluated-properties.js';
import { unions } from './unions.js';
import type { ProverCase } from './prover-case.js';

export type { ProverCase } from './prover-case.js';

export const proverCases: readonly ProverCase[] = [
  ...numbersAndTexts,
  ...lists,
  ...objects,
  ...unions,
  ...references,
  ...recursion,
  ...unevaluatedProperties,
];
