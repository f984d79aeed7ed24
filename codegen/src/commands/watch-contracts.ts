/** Runs something at once and again after every change of the contracts, until the process is told to stop. */
import { once } from 'node:events';
import { watch } from 'chokidar';

/** Editors and git write several files at once; one run answers them all. */
const quietMs = 100;

/** Runs follow each other and never overlap. One that fails is reported, and the next change is another try. */
export const watchContracts = async (folder: string, run: () => Promise<void>): Promise<void> => {
  const watcher = watch(folder, { ignoreInitial: true });
  let isDue = false;
  let running = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  const start = (): void => {
    if (isDue) return;
    isDue = true;
    running = running.then(async () => {
      isDue = false;
      await run().catch(report);
    });
  };
  watcher.on('all', () => {
    clearTimeout(timer);
    timer = setTimeout(start, quietMs);
  });
  await once(watcher, 'ready');
  start();
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  clearTimeout(timer);
  await watcher.close();
  await running;
};

const report = (error: unknown): void => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
};
