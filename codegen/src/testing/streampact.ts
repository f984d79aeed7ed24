/** The program as a shell runs it, compiled from the sources as they are. */
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));
let isCompiled = false;

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs in the repository, with the environment of this process. */
export const streampact = (...args: readonly string[]): Ended => streampactIn({}, ...args);

export interface Surroundings {
  /** @default the repository */
  readonly folder?: string;
  /** Added to the environment of this process. */
  readonly environment?: Readonly<Record<string, string>>;
}

export const streampactIn = ({ folder = root, environment = {} }: Surroundings, ...args: readonly string[]): Ended => {
  if (!isCompiled) execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-b', 'codegen'], { cwd: root });
  isCompiled = true;
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'codegen/dist/main.js'), ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, ...environment },
  });
  return { status, stdout, stderr };
};
