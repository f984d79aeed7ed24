/** Says where a running system keeps its data, so that `npm run streams` and `npm run sagas` find it. */
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { databaseUrl } from '../databases.js';
import type { Infrastructure } from '../infrastructure/infrastructure.js';
import { databaseOf, serviceNames } from './service-names.js';

/**
 * Writes `.streampact/system.json`, for its owner alone: URLs hold passwords. `streampact-ops` reads it
 * (runtime/src/tools/settings.ts); after a kill the process id tells that nothing runs any more.
 * @returns removes it; call it when the system stops
 */
export const writeSystemFile = (
  projectFolder: string,
  {
    databaseUrl: maintenanceUrl,
    redisUrl,
    redisCaFile,
  }: Pick<Infrastructure, 'databaseUrl' | 'redisUrl' | 'redisCaFile'>,
  env: NodeJS.ProcessEnv,
): (() => void) => {
  const file = join(projectFolder, '.streampact', 'system.json');
  const content = {
    pid: process.pid,
    databases: Object.fromEntries(serviceNames.map((name) => [name, databaseUrl(maintenanceUrl, databaseOf(name))])),
    redisUrl,
    ...(redisCaFile === undefined ? {} : { redisCaFile: resolve(redisCaFile) }),
    keyPrefix: env['STREAMPACT_KEY_PREFIX'] ?? '',
  };
  // Renamed, so that nobody reads half of it.
  writeFileSync(`${file}.new`, `${JSON.stringify(content, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return () => rmSync(file, { force: true });
};
