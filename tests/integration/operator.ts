/** Somebody at a terminal, who runs streampact-ops on a LedgerSystem. */
import { tmpdir } from 'node:os';
import { runOps } from '../../runtime/src/commands/program.js';
import type { LedgerSystem } from './ledger-system.js';

export interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The variables that name the system. */
export const environmentOf = (system: LedgerSystem): Record<string, string> => ({
  STREAMPACT_DATABASES: Object.entries(system.databases)
    .map(([service, url]) => `${service}=${url}`)
    .join(','),
  REDIS_URL: system.redisUrl,
  STREAMPACT_KEY_PREFIX: system.prefix,
});

/** @param environment – in place of what names the system @param folder – without a running system unless one is put there */
export const opsIn = async (
  { environment = {}, folder = tmpdir() }: { environment?: Record<string, string>; folder?: string },
  ...argv: readonly string[]
): Promise<Ended> => {
  let stdout = '';
  let stderr = '';
  const exitCode = await runOps(argv, {
    environment,
    folder,
    print: (text) => (stdout += text),
    say: (text) => (stderr += text),
  });
  return { exitCode, stdout, stderr };
};

export const ops = async (system: LedgerSystem, ...argv: readonly string[]): Promise<Ended> =>
  opsIn({ environment: environmentOf(system) }, ...argv);

/** What `--json` prints. The caller says its type. */
export const opsJson = async <Result>(system: LedgerSystem, ...argv: readonly string[]): Promise<Result> => {
  const { stdout, stderr } = await ops(system, ...argv, '--json');
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as Result;
};
