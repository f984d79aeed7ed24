/** Texts of which only the length matters: most that are asked for. There is no end of them, so that none needs a proof. */
import { byReadability } from './characters.js';
import type { TextProblem, Texts } from './text-problem.js';

type Lengths = Pick<TextProblem, 'lengthMin' | 'lengthMax' | 'excluded'>;

export const textsByLength = ({ lengthMin, lengthMax, excluded }: Lengths, limit: number): Texts => {
  const min = Math.max(0, Math.ceil(lengthMin));
  const max = Math.floor(lengthMax);
  if (max < min) return { found: [], isComplete: true, reason: undefined };
  if (max === 0) return { found: excluded.has('') ? [] : [''], isComplete: true, reason: undefined };
  if (min > lengthMaxOfMade) {
    return {
      found: [],
      isComplete: false,
      reason: `No text of ${min} characters is made; ${lengthMaxOfMade} are the most.`,
    };
  }
  const found: string[] = [];
  for (const text of simplest(min, Math.min(max, min + lengthsTried))) {
    if (found.length >= limit) break;
    if (!excluded.has(text)) found.push(text);
  }
  return { found, isComplete: false, reason: undefined };
};

/** A text that long is as good a proof as a longer one, and still fits into memory a few times. */
export const lengthMaxOfMade = 1_000_000;

/** Beyond, the longest texts vary in one character of all that there are, which is more than anybody excludes. */
const lengthsTried = 8;

function* simplest(min: number, max: number): Generator<string> {
  for (let length = min; length <= max; length += 1) {
    if (length === 0) yield '';
    else for (const character of letters) yield character + 'a'.repeat(length - 1);
  }
  for (const range of byReadability.slice(1)) {
    for (let code = range.min; code <= range.max; code += 1) yield String.fromCodePoint(code) + 'a'.repeat(max - 1);
  }
}

const letters = 'abcdefghijklmnopqrstuvwxyz';
