#!/usr/bin/env node
/** The command line of streampact. */
import { Command, CommanderError } from 'commander';
import { docsCommand } from './commands/docs.js';
import { generateCommand } from './commands/generate.js';
import { lintCommand } from './commands/lint.js';
import { modelsCommand } from './commands/models.js';
import { ContractFolderError } from './load/load-contracts.js';

const couldNotRun = 2;

const program = new Command('streampact')
  .description('Contracts to code: reads AsyncAPI documents, checks them, and writes what services are built with.')
  .addCommand(generateCommand())
  .addCommand(lintCommand())
  .addCommand(docsCommand())
  .addCommand(modelsCommand())
  .addHelpText('after', '\nExamples:\n  streampact generate\n  streampact lint --format github\n');

// Commander ends the process with 1 for a wrong option; for us 1 means findings.
for (const command of [program, ...program.commands]) command.exitOverride();

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : couldNotRun;
  } else {
    const isExpected = error instanceof ContractFolderError || (error instanceof Error && 'syscall' in error);
    process.stderr.write(`${isExpected ? error.message : describe(error)}\n`);
    process.exitCode = couldNotRun;
  }
}

/** With its stack: it is our mistake, and the stack is what a report of it needs. */
function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
