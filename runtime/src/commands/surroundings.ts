/** What a command touches besides the system it works on; tests give their own. */
import { Option, type Command } from 'commander';
import { findSettings } from '../tools/settings.js';
import { ToolConnections } from '../tools/tool-connections.js';

export interface Surroundings {
  readonly environment: NodeJS.ProcessEnv;
  /** Where a running `npm start` and modules of definitions are looked for. */
  readonly folder: string;
  /** Results. */
  readonly print: (text: string) => void;
  /** Everything else. */
  readonly say: (text: string) => void;
  /** 0 clean, 1 findings. */
  readonly exit: (code: 0 | 1) => void;
}

export interface FormatOptions {
  readonly format: 'text' | 'json';
  readonly json: boolean;
}

export interface ChangeOptions extends FormatOptions {
  readonly dryRun: boolean;
  readonly who?: string;
}

export const withFormat = (command: Command): Command =>
  command
    .addOption(new Option('--format <format>', 'how it is printed').choices(['text', 'json']).default('text'))
    .option('--json', 'the same as --format json', false);

/** Of every command that changes something. */
export const withChange = (command: Command): Command =>
  withFormat(command)
    .option('--dry-run', 'say what would happen and change nothing', false)
    .option('--who <name>', 'who does it, for the audit; by default user and host');

/** Opens the connections, and closes them whatever happens. */
export const onSystem = async <Result>(
  { environment, folder }: Surroundings,
  work: (connections: ToolConnections) => Promise<Result>,
): Promise<Result> => {
  const connections = new ToolConnections(findSettings(environment, folder));
  try {
    return await work(connections);
  } finally {
    await connections.close();
  }
};

/** Prints the result as it was asked for. @param text – the result for people */
export const show = (
  { print }: Surroundings,
  { format, json }: FormatOptions,
  result: unknown,
  text: () => string,
): void => {
  print(json || format === 'json' ? `${JSON.stringify(result, undefined, 2)}\n` : text());
};

export const seconds = (startedAt: number): string => `${((performance.now() - startedAt) / 1_000).toFixed(1)} s`;

/** Where every command that takes no arguments of its own finds what it works on. */
export const whereHelp = `
Databases and Redis are those of STREAMPACT_DATABASES=order-service=<url>,user-service=<url>, REDIS_URL (or
STREAMPACT_REDIS_URL) and STREAMPACT_KEY_PREFIX; what is not set, of the npm start that runs in this folder. Each can be
given as <NAME>_FILE. DATABASE_CA_FILE and REDIS_CA_FILE say whom to believe where the addresses ask for TLS.
`;
