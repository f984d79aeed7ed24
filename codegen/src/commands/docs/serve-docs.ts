/** `streampact docs --serve`: the pages on 127.0.0.1, written again and shown again whenever a contract or handler changes. */
import { once } from 'node:events';
import { join } from 'node:path';
import { watch } from 'chokidar';
import { docsFolder } from '../../emit/docs/emit-docs.js';
import type { DocsOptions } from '../docs.js';
import { docs } from '../docs.js';
import { docsServer } from './docs-server.js';

/** Editors and git write several files at once; one run answers them all. */
const quietMs = 100;

/** Runs until the process is told to stop. What cannot be read is reported, and the last good pages stay. */
export const serveDocs = async (options: DocsOptions, port: number): Promise<void> => {
  await docs(options);
  const server = await docsServer(join(options.output, docsFolder), { port });
  const watcher = watch([options.input, options.services], {
    ignoreInitial: true,
    ignored: (path) => /(?:^|[/\\])(?:node_modules|dist)$/.test(path),
  });
  let running = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  const run = async (): Promise<void> => {
    try {
      if ((await docs(options)) === 0) server.reload();
    } catch (error) {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    }
  };
  watcher.on('all', (_event, file) => {
    if (!/\.(?:ya?ml|json|handler\.ts)$/.test(file)) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      running = running.then(run);
    }, quietMs);
  });
  await once(watcher, 'ready');
  process.stdout.write(`Showing them on ${server.url} until Ctrl-C\n`);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  clearTimeout(timer);
  await watcher.close();
  await running;
  await server.close();
};
