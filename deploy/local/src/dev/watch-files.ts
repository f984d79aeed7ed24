import { watch, type FSWatcher } from 'chokidar';

const quietMs = 250;

/** Calls back with the files that changed, once nothing has changed for a quarter of a second. */
export const watchFiles = (
  folders: readonly string[],
  { matches, onChange }: { matches: RegExp; onChange: (files: readonly string[]) => Promise<void> },
): FSWatcher => {
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const flush = (): void => {
    const files = [...changed];
    changed.clear();
    running = running.then(() => onChange(files));
  };
  const watcher = watch([...folders], { ignoreInitial: true, ignored: /node_modules/ });
  watcher.on('all', (_event, file) => {
    if (!matches.test(file)) return;
    changed.add(file);
    clearTimeout(timer);
    timer = setTimeout(flush, quietMs);
  });
  return watcher;
};
