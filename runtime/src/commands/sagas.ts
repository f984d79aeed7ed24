/** `sagas list`, `show` and `retry`: where long stories stand, and what holds them up. */
import { Command, Option } from 'commander';
import {
  listOfServices,
  retry,
  revealOfServices,
  showOfServices,
  type ListedSaga,
  type ShownSaga,
} from '../tools/sagas.js';
import { countOption } from './count-option.js';
import {
  onSystem,
  show,
  whereHelp,
  withChange,
  withFormat,
  type ChangeOptions,
  type FormatOptions,
  type Surroundings,
} from './surroundings.js';
import { textTable } from './text-table.js';

interface ListOptions extends FormatOptions {
  readonly service?: string;
  readonly name?: string;
  readonly state?: string;
  readonly only: 'live' | 'ended' | 'stuck';
  readonly limit: number;
}

export const sagasListCommand = (surroundings: Surroundings): Command =>
  withFormat(new Command('list'))
    .description('List sagas, what was changed last first.')
    .option('--service <name>', 'only of one service')
    .option('--name <name>', 'only of one name')
    .option('--state <state>', 'only in one state')
    .addOption(new Option('--only <which>', 'which ones').choices(['live', 'ended', 'stuck']).default('live'))
    .addOption(countOption('--limit <count>', 'at most so many of each service', 50))
    .addHelpText('after', listHelp)
    .action(async ({ service, name, state, only, limit, ...options }: ListOptions) => {
      const sagas = await onSystem(surroundings, (connections) =>
        listOfServices(connections, {
          only,
          limit,
          ...(service === undefined ? {} : { service }),
          ...(name === undefined ? {} : { name }),
          ...(state === undefined ? {} : { state }),
        }),
      );
      show(surroundings, options, sagas, () => (sagas.length === 0 ? 'No sagas.\n' : listText(sagas)));
      surroundings.exit(only === 'stuck' && sagas.length > 0 ? 1 : 0);
    });

const listHelp = `
Stuck are sagas with a timer that has failed, or a message about them that is retrying, waiting or dead.
${whereHelp}
Exit code: 0 listed, 1 with --only stuck: there are some, 2 could not run.

Examples:
  streampact-ops sagas list
  streampact-ops sagas list --only stuck --json
`;

export const sagasShowCommand = (surroundings: Surroundings): Command =>
  withFormat(new Command('show'))
    .description('Show one saga: state, timers, steps that can be undone, history, messages that hold it up.')
    .argument('<name>', "the saga's name")
    .argument('<id>', 'what it is about, e.g. the id of an order')
    .option('--reveal', 'with its data and messages, which may be personal; who does it is put on record', false)
    .option('--who <name>', 'who does it, for the audit of --reveal; by default user and host')
    .addHelpText('after', showHelp)
    .action(async (name: string, id: string, options: FormatOptions & { reveal: boolean; who?: string }) => {
      const { reveal: isRevealed, who } = options;
      const shown = await onSystem(surroundings, async (connections) =>
        isRevealed
          ? revealOfServices(connections, { name, id, ...(who === undefined ? {} : { who }) })
          : withoutPayload(await showOfServices(connections, { name, id })),
      );
      show(surroundings, options, shown, () => sagaText(shown));
    });

const showHelp = `${whereHelp}
Exit code: 0 shown, 2 could not run, or there is no such saga.

Examples:
  streampact-ops sagas show order 0198b6f0-5a3c-7c51-9d0e-6f6a1c2b3d4e
  streampact-ops sagas show order 0198b6f0-5a3c-7c51-9d0e-6f6a1c2b3d4e --reveal --json
`;

export const sagasRetryCommand = (surroundings: Surroundings): Command =>
  withChange(new Command('retry'))
    .description('Try at once what waits for a later attempt: failed timers, and messages about the saga.')
    .argument('<name>', "the saga's name")
    .argument('<id>', 'what it is about, e.g. the id of an order')
    .option('--timer <name>', 'let this timer fire now, although its time has not come')
    .addHelpText('after', retryHelp)
    .action(async (name: string, id: string, options: ChangeOptions & { timer?: string }) => {
      const { dryRun: isDryRun, who, timer } = options;
      const retried = await onSystem(surroundings, (connections) =>
        retry(connections, {
          name,
          id,
          isDryRun,
          ...(who === undefined ? {} : { who }),
          ...(timer === undefined ? {} : { timer }),
        }),
      );
      show(surroundings, options, retried, () => {
        const due = [
          ...retried.timers.map((one) => `timer ${one}`),
          ...retried.messageIds.map((message) => `message ${message}`),
        ];
        if (due.length === 0) return `Nothing of saga ${name} ${id} waits for a later attempt.\n`;
        const lines = due.map((one) => `  ${one}\n`).join('');
        return `${isDryRun ? 'Would be due now' : 'Due now'}:\n${lines}${isDryRun ? 'Nothing was changed (--dry-run).\n' : ''}`;
      });
    });

const retryHelp = `
The service's instances do the work. A dead letter is replayed with: streams dead-letters replay
${whereHelp}
Exit code: 0 done, or nothing to do, 2 could not run.

Examples:
  streampact-ops sagas retry order 0198b6f0-5a3c-7c51-9d0e-6f6a1c2b3d4e
  streampact-ops sagas retry order 0198b6f0-5a3c-7c51-9d0e-6f6a1c2b3d4e --timer deadline --dry-run
`;

const listText = (sagas: readonly ListedSaga[]): string =>
  textTable(
    ['changed', 'service', 'saga', 'id', 'state', 'next timer', 'failed timers', 'deferred'],
    sagas.map(({ changedAt, service, name, id, state, endedAt, nextTimerAt, failedTimers, deferred }) => [
      changedAt.toISOString(),
      service,
      name,
      id,
      endedAt ? `${state} (ended)` : state,
      nextTimerAt?.toISOString() ?? '-',
      String(failedTimers),
      String(deferred),
    ]),
  );

const hidden = 'hidden: --reveal';

const withoutPayload = (saga: ShownSaga): ShownSaga => ({
  ...saga,
  data: hidden,
  steps: saga.steps.map((step) => ({ ...step, undo: hidden })),
  deferredInputs: saga.deferredInputs.map((input) => ({ ...input, input: hidden })),
});

const sagaText = (saga: ShownSaga): string => {
  const facts = [
    ['saga', `${saga.name} ${saga.id} of ${saga.service}`],
    ['state', saga.endedAt ? `${saga.state}, ended ${saga.endedAt.toISOString()}` : saga.state],
    ['version', String(saga.version)],
    ['story', saga.correlationId],
    ['began', saga.beganAt.toISOString()],
    ['changed', saga.changedAt.toISOString()],
    ['data', typeof saga.data === 'string' ? saga.data : JSON.stringify(saga.data)],
  ];
  return [
    ...facts.map(([name = '', value = '']) => `${name.padEnd(7)}  ${value}\n`),
    section(
      'Timers',
      ['timer', 'due', 'next try', 'failures', 'error'],
      saga.timers.map((one) => [
        one.timer,
        one.dueAt.toISOString(),
        one.nextAt.toISOString(),
        String(one.failures),
        one.error === null ? '-' : JSON.stringify(one.error),
      ]),
    ),
    section(
      'Steps',
      ['step', 'sent', 'event', 'undo', 'undone'],
      saga.steps.map((one) => [
        one.step,
        one.sentAt.toISOString(),
        one.eventId,
        one.undoType,
        one.undoneAt?.toISOString() ?? '-',
      ]),
    ),
    section(
      'Deferred',
      ['since', 'because', 'input'],
      saga.deferredInputs.map((one) => [
        one.deferredAt.toISOString(),
        one.because,
        typeof one.input === 'string' ? one.input : JSON.stringify(one.input),
      ]),
    ),
    section(
      'Messages that hold it up',
      ['id', 'type', 'stream', 'state', 'attempts'],
      saga.messages.map((one) => [one.messageId, one.type, one.stream, one.state, String(one.attempts)]),
    ),
    section(
      'History',
      ['at', 'input', 'from', 'to', 'deferred'],
      saga.history.map((one) => [one.at, one.input, one.from ?? '-', one.to, one.deferred ?? '']),
    ),
  ].join('');
};

const section = (title: string, head: readonly string[], rows: readonly (readonly string[])[]): string =>
  rows.length === 0 ? '' : `\n${title}\n${textTable(head, rows)}`;
