/** Compiles all packages (`tsc -b`, only what changed) and says so if it takes longer than two seconds. */
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');

const compiler = spawn(process.execPath, [tsc, '-b', ...process.argv.slice(2)], { cwd: root, stdio: ['ignore', 2, 2] });
const slow = setTimeout(() => process.stderr.write('Compiling …\n'), 2_000);
compiler.once('exit', (code) => {
  clearTimeout(slow);
  if (code !== 0) process.stderr.write('The code does not compile: the places are above.\n');
  process.exit(code ?? 1);
});
