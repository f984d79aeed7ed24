import { join } from 'node:path';
import { firstLineOf, UsageError } from '../errors.js';
import { giveFolderToServer, makeEnterableFolder, serverCanEnter } from '../process/unprivileged.js';
import { cacheFolder, projectId } from './cache-folder.js';

/** Makes the folder that holds a server's data, log and pid file, owned by the user that the server runs as. */
export const makeHome = (home: string): void => {
  try {
    makeEnterableFolder(home);
    giveFolderToServer(home);
  } catch (error) {
    throw new UsageError(
      `Cannot write to ${home} (${firstLineOf(error)}). If another user made it, delete it as that user or change its owner.`,
    );
  }
};

/**
 * Where a project's data is kept: `.streampact/` in it. PostgreSQL of root runs as "nobody", so where that user cannot
 * enter the project (it lies under /root, say), a folder of this project beside the cache.
 */
export const dataFolderOf = (projectFolder: string): string =>
  serverCanEnter(projectFolder)
    ? join(projectFolder, '.streampact', 'data')
    : join(cacheFolder(), 'projects', projectId(projectFolder));
