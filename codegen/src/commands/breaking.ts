/** `streampact breaking`: what a change of contracts does to events that are stored, and to services that still run. */
import { Command, InvalidArgumentError, Option } from 'commander';
import { compatibilityModes, isCompatibilityMode } from '../model/compatibility.js';
import { reportFormats } from '../report/report.js';
import { type BreakingOptions, breakingContracts } from './breaking-contracts.js';
import { breakingPairs } from './breaking-pairs.js';
import { dateOption } from './date-option.js';
import { profileOption } from './profile-option.js';

interface AllOptions extends Omit<BreakingOptions, 'policy'> {
  readonly pairs?: string;
  readonly policy?: string;
}

const contentModels = ['strict', 'event'] as const;

export const breakingCommand = (): Command =>
  new Command('breaking')
    .description('Prove that a change of contracts breaks nothing, or show an event that it breaks.')
    .option('--input <path>', 'folder with one AsyncAPI document a service, or one document', 'asyncapi')
    .addOption(profileOption())
    .option('--baseline <folder>', 'earlier releases, a folder each (default: baseline in the input folder)')
    .option('--against <where>', 'compare with git:<commit> or a folder instead; may be given again', collect, [])
    .addOption(
      new Option(
        '--policy <policy>',
        'instead of x-compatibility in contracts (for --pairs: strict, as declared, or event, closed on write)',
      ).choices([...compatibilityModes, ...contentModels]),
    )
    .addOption(dateOption())
    .option('--all', 'show compatible changes, too', false)
    .option('--suggest-waivers', 'print the entries of waivers.yaml that would let findings through', false)
    .option('--pairs <file>', 'compare bare schemas instead: JSON file with [{id, old, new}]')
    .addOption(new Option('--format <format>', 'how findings are printed').choices(reportFormats).default('text'))
    .addHelpText('after', help)
    .action(async (options: AllOptions) => {
      process.exitCode = await breaking(options);
    });

const help = `
Exit code: 0 nothing breaks, 1 something breaks or is not known, 2 could not run.

Examples:
  streampact breaking
  streampact breaking --against git:origin/main --format github
`;

const breaking = async ({ pairs, policy, ...options }: AllOptions): Promise<0 | 1> => {
  const contentModel = contentModels.find((one) => one === policy);
  if (pairs !== undefined) {
    const { format } = options;
    if (policy !== undefined && contentModel === undefined) {
      throw new InvalidArgumentError(`--policy ${policy} is for contracts; --pairs takes strict or event.`);
    }
    if (format !== 'text' && format !== 'json') {
      throw new InvalidArgumentError(`--pairs prints text or json, not ${format}.`);
    }
    return breakingPairs(pairs, { policy: contentModel ?? 'event', format });
  }
  if (contentModel !== undefined) {
    throw new InvalidArgumentError(
      `--policy ${contentModel} is for --pairs; contracts take ${compatibilityModes.join(', ')}.`,
    );
  }
  return breakingContracts({ ...options, ...(isCompatibilityMode(policy) ? { policy } : {}) });
};

const collect = (one: string, all: readonly string[]): readonly string[] => [...all, one];
