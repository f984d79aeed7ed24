/** The program as a shell runs it, compiled from the sources as they are. */
import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));
let isCompiled = false;

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs in the repository, with the environment of this process. */
export const streampact = (...args: readonly string[]): Ended => streampactWith({}, ...args);

/** @param environment what is added to the environment of this process */
export const streampactWith = (environment: Readonly<Record<string, string>>, ...args: readonly string[]): Ended => {
  if (!isCompiled) execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-b', 'codegen'], { cwd: root });
  isCompiled = true;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['codegen/dist/main.js', ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, ...environment },
  });
  return { status, stdout, stderr };
};
