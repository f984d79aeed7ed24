/** Whether generated code is what the contracts say: the same answer as `streampact generate --check`. */
import { generatorHash, isUpToDate, lastRunFile, readLastRun } from '../commands/last-run.js';
import type { Target } from '../emit/targets.js';
import { ContractFolderError } from '../load/load-contracts.js';
import type { Profile } from '../model/contract.js';
import type { Check } from './check.js';

export interface OutputToCheck {
  readonly input: string;
  readonly output: string;
  readonly profile: Profile;
  readonly targets: readonly Target[];
}

export const checkOutput = async (what: OutputToCheck): Promise<Check> => {
  const { input, output } = what;
  const subject = `Generated code in ${output}`;
  const upToDate: Check = { status: 'ok', subject, message: `is what ${input} says` };
  try {
    const generator = await generatorHash({ profile: what.profile, target: what.targets });
    const last = await readLastRun(lastRunFile(what), generator);
    if (last !== undefined && (await isUpToDate(last, input))) return upToDate;
    const conformance = new Map(Object.entries(last?.conformance ?? {}));
    const { generation } = await import('../commands/generation.js');
    const { findings, changes } = await generation(what, { conformance, documents: new Map() });
    const errors = findings.filter(({ severity }) => severity === 'error').length;
    if (errors > 0) {
      const message = `cannot be compared: ${input} has ${errors === 1 ? 'an error' : `${errors} errors`}.`;
      return { status: 'problem', subject, message, fix: 'streampact lint shows them' };
    }
    if (changes.length === 0) return upToDate;
    const files = changes.length === 1 ? '1 file is' : `${changes.length} files are`;
    const message = `is stale: ${files} not what ${input} says.`;
    return { status: 'problem', subject, message, fix: 'run streampact generate; with --check it shows a diff' };
  } catch (error) {
    if (!(error instanceof ContractFolderError)) throw error;
    return {
      status: 'skipped',
      subject,
      message: `not checked: there are no contracts in ${input}`,
      fix: 'name them with --input',
    };
  }
};
