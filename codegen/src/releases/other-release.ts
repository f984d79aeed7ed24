/** A release that somebody names: a commit, a folder of contracts, or a baseline. */
import { basename } from 'node:path';
import { ContractFolderError, loadContracts } from '../load/load-contracts.js';
import type { Profile } from '../model/contract.js';
import { ContractsInvalidError } from './contracts-invalid.js';
import { filesOfCommit, GitReferenceError } from './git-files.js';
import type { Release } from './release.js';

export interface OtherReleaseOptions {
  /** Folder of today's contracts, which is looked for in a commit. */
  readonly folder: string;
  readonly profile: Profile;
}

/**
 * @param where `git:HEAD~1`, or a folder
 * @throws GitReferenceError, ContractFolderError, ContractsInvalidError
 */
export const otherRelease = async (where: string, { folder, profile }: OtherReleaseOptions): Promise<Release> => {
  const reference = where.startsWith('git:') ? where.slice('git:'.length) : undefined;
  const name = reference ?? basename(where);
  const { contracts, findings } =
    reference === undefined ? await loadContracts(where, { profile }) : await ofCommit(reference, folder, profile);
  if (findings.some(({ severity }) => severity === 'error'))
    throw new ContractsInvalidError(where, findings, contracts);
  return { name, contracts };
};

const ofCommit = async (
  reference: string,
  folder: string,
  profile: Profile,
): Promise<Awaited<ReturnType<typeof loadContracts>>> => {
  const commit = await filesOfCommit(reference, folder);
  return loadContracts(commit.folder, { profile, from: commit.files }).catch((error: unknown) => {
    if (!(error instanceof ContractFolderError)) throw error;
    throw new GitReferenceError(reference, `the commit has no contracts in ${folder}. Name a later commit.`, error);
  });
};
