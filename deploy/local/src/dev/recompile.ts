import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { forget, watch } from '../process/watchdog.js';
import { dim, red } from '../terminal/colours.js';

export interface CompileWatch {
  /** Whether the last compilation found no error, and no other one is under way. */
  readonly isGood: boolean;
  stop(): Promise<void>;
}

/** Runs `tsc -b --watch`; its findings are shown as they are. `onGood` is called after each compilation without errors. */
export const watchCompile = (
  projectFolder: string,
  { say, onGood }: { say: (line: string) => void; onGood: () => void },
): CompileWatch => {
  // The program itself and not its wrapper in Node: that would leave it behind when it is stopped.
  const compiler = spawn(compilerProgram(projectFolder), ['-b', '--watch', '--preserveWatchOutput'], {
    cwd: projectFolder,
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { pid } = compiler;
  if (pid !== undefined) watch({ pid, mark: '--preserveWatchOutput', signal: 'SIGTERM' });
  let isGood = false;
  createInterface({ input: compiler.stdout }).on('line', (line) => {
    const errors = /Found (\d+) errors?\./.exec(line)?.[1];
    if (/Starting (?:incremental )?compilation/.test(line)) isGood = false;
    else if (errors === '0') {
      isGood = true;
      say(dim('Compiled.'));
      onGood();
    } else if (errors !== undefined) {
      say(red(`Compile errors: ${errors}. The services run on as they are until it compiles.`));
    } else if (line.trim() !== '') say(line);
  });
  return {
    get isGood() {
      return isGood;
    },
    stop: async () => {
      if (compiler.exitCode === null && compiler.signalCode === null) {
        const ended = once(compiler, 'exit');
        compiler.kill('SIGTERM');
        await ended;
      }
      if (pid !== undefined) await forget(pid);
    },
  };
};

const compilerProgram = (projectFolder: string): string => {
  const fromTypeScript = createRequire(join(projectFolder, 'node_modules', 'typescript', 'package.json'));
  const platform = `@typescript/typescript-${process.platform}-${process.arch}/package.json`;
  return join(dirname(fromTypeScript.resolve(platform)), 'lib', process.platform === 'win32' ? 'tsc.exe' : 'tsc');
};
