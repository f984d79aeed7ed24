/** What today's contracts are held against: the baselines, or what somebody names. */
import { posix } from 'node:path';
import { stat } from 'node:fs/promises';
import { baselinesIn } from './baselines.js';
import type { Profile } from '../model/contract.js';
import { otherRelease } from './other-release.js';
import type { Baseline, Release } from './release.js';

/** There is nothing to hold contracts against. */
export class BaselineMissingError extends Error {
  readonly code = 'BASELINE_MISSING';
  constructor(readonly folder: string) {
    super(
      `There is no release in ${folder} to compare with. ` +
        'Write the contracts that run today down as one: npm run contracts:release -- <name> (streampact release <name>); ' +
        'or compare with a commit: --against git:main.',
    );
    this.name = 'BaselineMissingError';
  }
}

export interface EarlierReleases {
  /** Oldest first. */
  readonly baselines: readonly Baseline[];
  /** Those of `--against`. */
  readonly named: readonly Release[];
}

/**
 * @param options.baseline folder of baselines. @default `baseline` in `folder`
 * @throws BaselineMissingError, BaselineError, GitReferenceError, ContractFolderError, ContractsInvalidError
 */
export const earlierReleases = async (
  folder: string,
  options: { readonly baseline: string | undefined; readonly against: readonly string[]; readonly profile: Profile },
): Promise<EarlierReleases> => {
  const { profile, against } = options;
  const place = options.baseline ?? posix.join(folder, 'baseline');
  const isThere = await stat(place).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (options.baseline !== undefined && !isThere) throw new BaselineMissingError(place);
  const baselines = isThere ? await baselinesIn(place, { profile }) : [];
  const named: Release[] = [];
  for (const where of against) named.push(await otherRelease(where, { folder, profile }));
  if (baselines.length === 0 && named.length === 0) throw new BaselineMissingError(place);
  return { baselines, named };
};
