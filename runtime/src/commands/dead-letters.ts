/** `streams dead-letters list` and `show`: what was given up, and why. */
import { Command } from 'commander';
import { listOfGroups, showOfGroups, type ListedDeadLetter, type ShownDeadLetter } from '../tools/dead-letters.js';
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
    .addHelpText('after', listHelp)
    .action(async (options: FormatOptions & FilterOptions & { limit: number }) => {
      const letters = await onSystem(surroundings, (connections) =>
        listOfGroups(connections, { ...filterOf(options), limit: options.limit }),
      );
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
    .option('--show-payload', 'with its payload, which may hold personal data', false)
    .addHelpText('after', showHelp)
    .action(async (id: string, options: FormatOptions & FilterOptions & { showPayload: boolean }) => {
      const letters = await onSystem(surroundings, (connections) => showOfGroups(connections, id, options.group));
      const shown = options.showPayload ? letters : letters.map(withoutPayload);
      show(surroundings, options, shown, () => shown.map(letterText).join('\n'));
    });

const showHelp = `${whereHelp}
Exit code: 0 shown, 2 could not run, or there is no such dead letter.

Examples:
  streampact-ops streams dead-letters show 0198b6f0-5a3c-7c51-9d0e-6f6a1c2b3d4e
  streampact-ops streams dead-letters show 0198b6f0-5a3c-7c51-9d0e-6f6a1c2b3d4e --show-payload --json
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

const hidden = 'hidden: --show-payload';

const withoutPayload = (letter: ShownDeadLetter): ShownDeadLetter => ({
  ...letter,
  event: { ...letter.event, data: hidden },
});

const letterText = (letter: ShownDeadLetter): string => {
  const { event, errors } = letter;
  const payload = event.data === hidden ? hidden : JSON.stringify(event.data, undefined, 2).replaceAll('\n', '\n  ');
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
