import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { dim, red } from '../terminal/colours.js';

/** Runs `tsc -b --watch`; its errors are shown as they are, the rest of its output is left out. */
export const watchCompile = (projectFolder: string, say: (line: string) => void): ChildProcess => {
  const tsc = join(projectFolder, 'node_modules', 'typescript', 'bin', 'tsc');
  const compiler = spawn(process.execPath, [tsc, '-b', '--watch', '--preserveWatchOutput'], {
    cwd: projectFolder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  createInterface({ input: compiler.stdout }).on('line', (line) => {
    const found = /Found (\d+) errors?\./.exec(line)?.[1];
    if (found === '0') say(dim('Compiled.'));
    else if (found !== undefined)
      say(red(`${found} compile error${found === '1' ? '' : 's'}; the services go on with the last good code.`));
    else if (line.includes(': error TS') || /^\s+\S/.test(line)) say(line);
  });
  return compiler;
};
