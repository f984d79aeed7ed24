/** `streampact breaking --pairs <file>`: bare schemas, two versions of each, without contracts and releases. */
import { comparePair, type ComparedPair, type PairVerdict, readPairs } from '../breaking/bare/index.js';
import type { ContentModel } from '../breaking/comparable.js';
import { counted } from './changes.js';

export const pairsFormats = ['text', 'json'] as const;

export interface PairsOptions {
  readonly policy: ContentModel;
  readonly format: (typeof pairsFormats)[number];
}

/**
 * Prints a verdict for each direction of each pair.
 * @returns the exit code: 1 if anything breaks or is not known
 * @throws PairsUnreadableError
 */
export const breakingPairs = async (file: string, { policy, format }: PairsOptions): Promise<0 | 1> => {
  const pairs = await readPairs(file);
  const compared = pairs.map((pair) => comparePair(pair, policy));
  process.stdout.write(format === 'json' ? `${JSON.stringify(compared, undefined, 1)}\n` : asText(compared));
  const verdicts = compared.flatMap(({ backward, forward }) => [backward.verdict, forward.verdict]);
  const count = (verdict: PairVerdict['verdict']): number => verdicts.filter((one) => one === verdict).length;
  const [compatible, breaking, unknown] = [count('COMPATIBLE'), count('BREAKING'), count('UNKNOWN')];
  const ms = compared.reduce((sum, pair) => sum + pair.ms, 0);
  process.stderr.write(
    `${counted(pairs.length, 'pair')} compared in ${Math.round(ms)} ms, both ways: ` +
      `${compatible} compatible, ${breaking} breaking, ${unknown} unknown.\n`,
  );
  return breaking + unknown === 0 ? 0 : 1;
};

const asText = (compared: readonly ComparedPair[]): string => {
  const width = Math.max(0, ...compared.map(({ id }) => String(id).length));
  return compared
    .flatMap(({ id, backward, forward }) => [
      `${String(id).padEnd(width)}  backward  ${lineOf(backward)}\n`,
      `${''.padEnd(width)}  forward   ${lineOf(forward)}\n`,
    ])
    .join('');
};

const lineOf = ({ verdict, rule, witness, reason }: PairVerdict): string =>
  [verdict, rule, witness === undefined ? undefined : JSON.stringify(witness), reason]
    .filter((part) => part !== undefined)
    .join('  ');
