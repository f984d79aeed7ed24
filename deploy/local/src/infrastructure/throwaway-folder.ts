import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { giveFolderToServer, serverCanEnter } from '../process/unprivileged.js';
import { cacheFolder } from './cache-folder.js';

/** A new folder for data that nobody needs afterwards, in the first place that the server's user can enter. */
export const throwawayFolder = (name: string): string => {
  const base = [tmpdir(), '/tmp', cacheFolder()].find((folder) => existsSync(folder) && serverCanEnter(folder));
  const folder = mkdtempSync(join(base ?? tmpdir(), `streampact-${name}-`));
  giveFolderToServer(folder);
  return folder;
};
