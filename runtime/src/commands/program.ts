/** The command line of streampact-ops: `streams …` and `sagas …`. */
import { createRequire } from 'node:module';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { StreampactError } from '../errors/streampact-error.js';
import { discardCommand, replayCommand } from './dead-letter-changes.js';
import { listCommand, showCommand } from './dead-letters.js';
import { sagasListCommand, sagasRetryCommand, sagasShowCommand } from './sagas.js';
import { auditCommand } from './streams-audit.js';
import { pauseCommand, resumeCommand } from './streams-pause.js';
import { rebaseCommand } from './streams-rebase.js';
import { rewindCommand } from './streams-rewind.js';
import { statusCommand } from './streams-status.js';
import { verifyCommand } from './streams-verify.js';
import type { Surroundings } from './surroundings.js';

const couldNotRun = 2;

const streamsCommands = [
  statusCommand,
  verifyCommand,
  pauseCommand,
  resumeCommand,
  rewindCommand,
  rebaseCommand,
  auditCommand,
];
const deadLetterCommands = [listCommand, showCommand, replayCommand, discardCommand];
const sagasCommands = [sagasListCommand, sagasShowCommand, sagasRetryCommand];

/** @param argv – without `node` and the script @returns the exit code */
export const runOps = async (argv: readonly string[], given: Omit<Surroundings, 'exit'>): Promise<number> => {
  let exitCode: number = 0;
  const surroundings: Surroundings = { ...given, exit: (code) => (exitCode = code) };
  try {
    await programFor(surroundings).parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) {
      // Commander has told its own; this one a command throws about an argument.
      if (error instanceof InvalidArgumentError) given.say(`error: ${error.message}\n`);
      return error.exitCode === 0 ? 0 : couldNotRun;
    }
    given.say(`${error instanceof StreampactError ? `error ${error.code}: ${error.message}` : describe(error)}\n`);
    return couldNotRun;
  }
};

const programFor = (surroundings: Surroundings): Command => {
  // Our own package.json, which has one.
  const { version } = createRequire(import.meta.url)('../../package.json') as { readonly version: string };
  const program = new Command('streampact-ops')
    .version(version, '-V, --version', 'print the version')
    .description(
      'Looks at streams, groups, dead letters and sagas of a running system, and puts right what went wrong.',
    )
    .addHelpText('after', '\nExamples:\n  streampact-ops streams status\n  streampact-ops sagas list\n');
  const streams = new Command('streams')
    .description('Streams, consumer groups and dead letters.')
    .addHelpText(
      'after',
      '\nExamples:\n  streampact-ops streams status --partitions\n  streampact-ops streams verify orders-stream\n',
    );
  for (const command of streamsCommands) streams.addCommand(command(surroundings));
  const deadLetters = new Command('dead-letters')
    .description('Messages that a group has given up: list, show, replay, discard.')
    .addHelpText(
      'after',
      '\nExamples:\n  streampact-ops streams dead-letters list\n  streampact-ops streams dead-letters replay --all --group user-service\n',
    );
  for (const command of deadLetterCommands) deadLetters.addCommand(command(surroundings));
  streams.addCommand(deadLetters);
  const sagas = new Command('sagas')
    .description('Long stories over several messages: list, show, retry.')
    .addHelpText('after', '\nExamples:\n  streampact-ops sagas list\n  streampact-ops sagas list --only stuck\n');
  for (const command of sagasCommands) sagas.addCommand(command(surroundings));
  program.addCommand(streams);
  program.addCommand(sagas);
  prepare(program, surroundings);
  return program;
};

/** Commander ends the process with 1 for a wrong option; for us 1 means findings. */
const prepare = (command: Command, surroundings: Surroundings): void => {
  command.exitOverride();
  command.configureOutput({ writeOut: surroundings.print, writeErr: surroundings.say });
  for (const child of command.commands) prepare(child, surroundings);
};

/** With its stack: it is our mistake, and the stack is what a report of it needs. */
const describe = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));
