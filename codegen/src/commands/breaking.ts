/** `streampact breaking`: what a change of schemas does to events that are stored, and to services that still run. */
import { Command, Option } from 'commander';
import { breakingPairs, type PairsOptions, pairsFormats } from './breaking-pairs.js';

interface BreakingOptions extends PairsOptions {
  readonly pairs: string;
}

export const breakingCommand = (): Command =>
  new Command('breaking')
    .description('Prove that a change of schemas breaks nothing, or show an event that it breaks.')
    .requiredOption('--pairs <file>', 'JSON file with [{id, old, new}]: two versions of bare schemas')
    .addOption(
      new Option('--policy <policy>', 'strict: as declared; event: closed on write, tolerant on read')
        .choices(['strict', 'event'])
        .default('event'),
    )
    .addOption(new Option('--format <format>', 'how verdicts are printed').choices(pairsFormats).default('text'))
    .addHelpText('after', help)
    .action(async ({ pairs, ...options }: BreakingOptions) => {
      process.exitCode = await breakingPairs(pairs, options);
    });

const help = `
Exit code: 0 nothing breaks, 1 something breaks or is not known, 2 could not run.

Examples:
  streampact breaking --pairs schemas.json --policy event
  streampact breaking --pairs schemas.json --policy strict --format json
`;
