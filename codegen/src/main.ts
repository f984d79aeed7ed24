/** The command line of streampact. */
import { createRequire } from 'node:module';
import { Command, CommanderError, InvalidArgumentError } from 'commander';

const couldNotRun = 2;

/** Each is loaded only when it is asked for: `generate` with nothing to do takes less time than loading all of them. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  generate: async () => (await import('./commands/generate.js')).generateCommand(),
  lint: async () => (await import('./commands/lint.js')).lintCommand(),
  breaking: async () => (await import('./commands/breaking.js')).breakingCommand(),
  release: async () => (await import('./commands/release.js')).releaseCommand(),
  changelog: async () => (await import('./commands/changelog.js')).changelogCommand(),
  docs: async () => (await import('./commands/docs.js')).docsCommand(),
  models: async () => (await import('./commands/models.js')).modelsCommand(),
  acl: async () => (await import('./commands/acl.js')).aclCommand(),
  test: async () => (await import('./commands/test.js')).testCommand(),
  rules: async () => (await import('./commands/rules.js')).rulesCommand(),
  doctor: async () => (await import('./commands/doctor.js')).doctorCommand(),
  init: async () => (await import('./commands/init.js')).initCommand(),
  migrate: async () => (await import('./commands/migrate.js')).migrateCommand(),
};

const [, , asked = ''] = process.argv;
const names = Object.hasOwn(commands, asked) ? [asked] : Object.keys(commands);
const loaded = await Promise.all(names.flatMap((name) => commands[name]?.() ?? []));

// Our own package.json, which has one.
const { version } = createRequire(import.meta.url)('../package.json') as { readonly version: string };

const program = new Command('streampact')
  .version(version, '-V, --version', 'print the version')
  .description('Contracts to code: reads AsyncAPI documents, checks them, and writes what services are built with.')
  .addHelpText('after', '\nExamples:\n  streampact generate\n  streampact lint --format github\n');
for (const command of loaded) program.addCommand(command);

// Commander ends the process with 1 for a wrong option; for us 1 means findings.
for (const command of [program, ...program.commands]) command.exitOverride();

// Whoever reads only the beginning, as `| head` does, closes the pipe: nobody is left to tell the rest, or an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    // Commander has told its own; this one a command throws about options that contradict each other.
    if (error instanceof InvalidArgumentError) process.stderr.write(`error: ${error.message}\n`);
    process.exitCode = error.exitCode === 0 ? 0 : couldNotRun;
  } else {
    // Errors of ours have a code, and so have those of the system; both say all there is to say.
    const isExpected = error instanceof Error && 'code' in error;
    process.stderr.write(`${isExpected ? error.message : describe(error)}\n`);
    process.exitCode = couldNotRun;
  }
}

/** With its stack: it is our mistake, and the stack is what a report of it needs. */
function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
