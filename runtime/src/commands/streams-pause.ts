/** `streams pause` and `streams resume`: a group stops handling, and goes on. */
import { Command } from 'commander';
import { pause, resume, type PauseChange } from '../tools/pause.js';
import { onSystem, show, whereHelp, withChange, type ChangeOptions, type Surroundings } from './surroundings.js';

interface PauseCommandOptions extends ChangeOptions {
  readonly stream?: string;
}

interface Verb {
  readonly name: 'pause' | 'resume';
  readonly description: string;
  readonly change: typeof pause;
  readonly changed: string;
  readonly unchanged: string;
}

export const pauseCommand = (surroundings: Surroundings): Command =>
  commandFor(surroundings, {
    name: 'pause',
    description: 'Let a group finish what it is at, and begin nothing more.',
    change: pause,
    changed: 'is paused on',
    unchanged: 'was paused already on',
  });

export const resumeCommand = (surroundings: Surroundings): Command =>
  commandFor(surroundings, {
    name: 'resume',
    description: 'Let a paused group go on where it stopped.',
    change: resume,
    changed: 'goes on with',
    unchanged: 'was not paused on',
  });

const commandFor = (surroundings: Surroundings, verb: Verb): Command =>
  withChange(new Command(verb.name))
    .description(verb.description)
    .argument('<group>', "the consuming service's name")
    .option('--stream <address>', 'only one stream; by default all that the group reads')
    .addHelpText('after', helpFor(verb.name))
    .action(async (group: string, { stream, dryRun: isDryRun, who, ...options }: PauseCommandOptions) => {
      const change = await onSystem(surroundings, (connections) =>
        verb.change(connections, {
          group,
          isDryRun,
          ...(stream === undefined ? {} : { stream }),
          ...(who === undefined ? {} : { who }),
        }),
      );
      show(surroundings, options, change, () => changeText(verb, change, isDryRun));
    });

const helpFor = (name: string): string => `
Every instance looks once a second. A pause lasts until it is taken back, through restarts too.
${whereHelp}
Exit code: 0 done, 2 could not run.

Examples:
  streampact-ops streams ${name} notification-service
  streampact-ops streams ${name} notification-service --stream orders-stream --dry-run
`;

const changeText = (verb: Verb, { group, streams, unchanged }: PauseChange, isDryRun: boolean): string =>
  [
    ...(streams.length === 0 ? [] : [`${group} ${verb.changed} ${streams.join(', ')}.`]),
    ...(unchanged.length === 0 ? [] : [`${group} ${verb.unchanged} ${unchanged.join(', ')}.`]),
    ...(isDryRun ? ['Nothing was changed (--dry-run).'] : []),
  ]
    .map((line) => `${line}\n`)
    .join('');
