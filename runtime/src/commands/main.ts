/** `streampact-ops`. */
import { runOps } from './program.js';

// Whoever reads only the beginning, as `| head` does, closes the pipe: nobody is left to tell the rest, or an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

process.exitCode = await runOps(process.argv.slice(2), {
  environment: process.env,
  folder: process.cwd(),
  print: (text) => process.stdout.write(text),
  say: (text) => process.stderr.write(text),
});
