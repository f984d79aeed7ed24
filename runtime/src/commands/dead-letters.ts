/** `streams dead-letters list` and `show`: what was given up, and why. */
import { Command } from 'commander';
import { listOfGroups, showOfGroups, type ListedDeadLetter, type ShownDeadLetter } from '../tools/dead-letters.js';
import { loadDefinitions, registryModule } from '../tools/definitions.js';
import { hiddenPayload, recordReveal, withoutPersonalData, withoutPersonalKey } from '../tools/personal.js';
import { countOption } from './count-option.js';
import { onSystem, show, whereHelp, withFormat, type FormatOptions, type Surroundings } from './surroundings.js';
import { counted, textTable } from './text-table.js';

export interface FilterOptions {
  readonly group?: string;
  readonly stream?: string;
  readonly type?: string;
  readonly key?: string;
}

export const withFilter = (command: Command): Command =>
  command
    .option('--group <name>', 'only of one group')
    .option('--stream <address>', 'only from one stream')
    .option('--type <type>', 'only of one type, e.g. ORDER_PLACED')
    .option('--key <key>', 'only of one key');

/** Only what was given. */
export const filterOf = ({ group, stream, type, key }: FilterOptions): FilterOptions => ({
  ...(group === undefined ? {} : { group }),
  ...(stream === undefined ? {} : { stream }),
  ...(type === undefined ? {} : { type }),
  ...(key === undefined ? {} : { key }),
});

export const listCommand = (surroundings: Surroundings): Command =>
  withFormat(withFilter(new Command('list')))
    .description('List dead letters, the oldest first.')
    .addOption(countOption('--limit <count>', 'at most so many of each group', 100))
    .option('--definitions <module>', definitionsHelp)
    .addHelpText('after', listHelp)
    .action(async (options: FormatOptions & FilterOptions & { limit: number; definitions?: string }) => {
      const definitions = await loadDefinitions(options.definitions, surroundings.folder);
      const found = await onSystem(surroundings, (connections) =>
        listOfGroups(connections, { ...filterOf(options), limit: options.limit }),
      );
      const letters = found.map((letter) => withoutPersonalKey(letter, definitions));
      show(surroundings, options, letters, () => (letters.length === 0 ? '' : listText(letters)));
      surroundings.say(letters.length === 0 ? 'No dead letters.\n' : `${counted(letters.length, 'dead letter')}.\n`);
      surroundings.exit(letters.length === 0 ? 0 : 1);
    });

const listHelp = `${whereHelp}
Exit code: 0 there is none, 1 there are some, 2 could not run.

Examples:
  streampact-ops streams dead-letters list
  streampact-ops streams dead-letters list --group user-service --type ORDER_PLACED --json
`;

export const showCommand = (surroundings: Surroundings): Command =>
  withFormat(new Command('show'))
    .description('Show one dead letter with every failed attempt.')
    .argument('<id>', "the event's id")
    .option('--group <name>', 'only of one group')
    .option('--reveal', 'with all of its payload, personal data included; who does it is put on record', false)
    .option('--who <name>', 'who does it, for the audit of --reveal; by default user and host')
    .option('--definitions <module>', definitionsHelp)
    .addHelpText('after', showHelp)
    .action(async (id: string, options: ShowOptions) => {
      const definitions = await loadDefinitions(options.definitions, surroundings.folder);
      const shown = await onSystem(surroundings, async (connections) => {
        const letters = await showOfGroups(connections, id, options.group);
        if (!options.reveal) return letters.map((letter) => withoutPersonalData(letter, definitions));
        await recordReveal(connections, letters, options.who === undefined ? {} : { who: options.who });
        return letters;
      });
      show(surroundings, options, shown, () => shown.map(letterText).join('\n'));
    });

interface ShowOptions extends FormatOptions, Pick<FilterOptions, 'group'> {
  readonly reveal: boolean;
  readonly who?: string;
  readonly definitions?: string;
}

const definitionsHelp = `what says which data is personal; by default ${registryModule}`;

const showHelp = `
Personal data (x-pii) is left out. A payload that breaks its contract, or whose contract is not at hand, is hidden as a whole.
${whereHelp}
Exit code: 0 shown, 2 could not run, or there is no such dead letter.

Examples:
  streampact-ops streams dead-letters show 0198b6f0-5a3c-7c51-9d0e-6f6a1c2b3d4e
  streampact-ops streams dead-letters show 0198b6f0-5a3c-7c51-9d0e-6f6a1c2b3d4e --reveal --json
`;

const listText = (letters: readonly ListedDeadLetter[]): string =>
  textTable(
    ['died', 'id', 'group', 'stream', 'type', 'key', 'attempts', 'waiting behind', 'error'],
    letters.map(({ diedAt, id, group, stream, type, key, attempts, waiting, code, message }) => [
      diedAt.toISOString(),
      id,
      group,
      stream,
      type,
      key,
      String(attempts),
      String(waiting),
      `${code ?? '?'}: ${(message ?? '').slice(0, 100)}`,
    ]),
  );

const letterText = (letter: ShownDeadLetter): string => {
  const { event, errors } = letter;
  const payload =
    event.data === hiddenPayload ? hiddenPayload : JSON.stringify(event.data, undefined, 2).replaceAll('\n', '\n  ');
  const facts = [
    ['event', `${letter.type} ${letter.id} of ${event.timestamp}`],
    ['key', letter.key],
    ['stream', `${letter.stream}, partition ${String(letter.partition)}, entry ${letter.entryId}`],
    ['group', letter.group],
    ['story', event.correlationId ?? '-'],
    ['died', `${letter.diedAt.toISOString()} after ${counted(letter.attempts, 'attempt')}`],
    ['replays', String(letter.replays)],
    ['its key', letter.blocksKey ? `waits: ${counted(letter.waiting, 'message')} behind it` : 'goes on'],
    ['payload', payload],
  ];
  const attempts = errors.map(({ attempt, at, code, message, violations = [], stack }) =>
    [
      `  attempt ${String(attempt)} at ${at}: ${code}: ${message}\n`,
      ...violations.map((violation) => `    ${JSON.stringify(violation)}\n`),
      ...(stack === undefined ? [] : [`    ${stack.replaceAll('\n', '\n    ')}\n`]),
    ].join(''),
  );
  const lines = facts.map(([name = '', value = '']) => `${name.padEnd(8)}  ${value}\n`);
  return [...lines, ...attempts].join('');
};
