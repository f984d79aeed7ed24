import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { UsageError, firstLineOf } from '../errors.js';
import { commandLineOf } from '../process/command-line.js';

/** One `npm start` per project: two would write to the same data. @returns lets go of the lock */
export const takeStartLock = (file: string): (() => void) => {
  mkdirForUser(dirname(file));
  for (let attempt = 1; attempt <= 2; attempt += 1) {
    try {
      writeFileSync(file, `${String(process.pid)}\n`, { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      const owner = runningOwner(file);
      if (owner !== undefined) {
        throw new UsageError(
          `Streampact already runs here as process ${String(owner)}. Stop it first: Ctrl-C in its terminal, or: kill ${String(owner)}`,
        );
      }
      rmSync(file, { force: true }); // its owner was killed
    }
  }
  throw new UsageError(`Another command is starting Streampact here at this moment (${file}). Try again.`);
};

const runningOwner = (file: string): number | undefined => {
  const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
  if (!(pid > 1) || pid === process.pid) return undefined;
  return /commands[/\\](?:start|dev)\.js/.test(commandLineOf(pid) ?? '') ? pid : undefined;
};

const mkdirForUser = (folder: string): void => {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new UsageError(
      `Cannot write to ${folder} (${firstLineOf(error)}). Is the project another user's? Clone it as this one.`,
    );
  }
};
