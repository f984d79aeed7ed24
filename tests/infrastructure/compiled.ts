import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The repository. */
export const projectFolder = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '');

/** Compiles what changed, for tests that start services as real processes. @throws with the compiler's findings */
export const compile = (): void => {
  const { status, stderr } = spawnSync(process.execPath, ['deploy/compile.mjs'], {
    cwd: projectFolder,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`The services do not compile:\n${stderr}`);
};
