import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { firstLineOf } from '../errors.js';
import { unprivileged } from '../process/unprivileged.js';
import type { Skipped } from './infrastructure.js';
import { executable, onPath } from './on-path.js';

/** A folder with `initdb` and `postgres` that run here. */
export interface PostgresBinaries {
  readonly folder: string;
  readonly version: string;
  readonly major: number;
  /** For the line that says what is used. */
  readonly from: string;
}

/** Snapshots of 64-bit transaction ids (`pg_current_snapshot`, `xid8`) came with PostgreSQL 13. */
const oldestMajor = 13;

/** The binaries on PATH, else the newest in a usual place of distributions, Homebrew or Postgres.app. */
export const localPostgres = (): PostgresBinaries | Skipped => {
  const initdb = onPath('initdb');
  const folders = [...(initdb ? [dirname(realpathSync(initdb))] : []), ...usualFolders()];
  const found = folders.filter((folder) => executable(folder, 'initdb') && executable(folder, 'postgres'));
  const reasons: string[] = [];
  for (const folder of found) {
    const inspected = inspect(folder, folder);
    if (!('skipped' in inspected)) return inspected;
    reasons.push(inspected.skipped);
  }
  return { skipped: reasons[0] ?? 'local: no initdb and postgres on PATH or in the usual folders' };
};

/** Runs `postgres --version`, as the user that the server will run as. */
export const inspect = (folder: string, from: string): PostgresBinaries | Skipped => {
  try {
    const program = executable(folder, 'postgres') ?? join(folder, 'postgres');
    const printed = execFileSync(program, ['--version'], { encoding: 'utf8', stdio: 'pipe', ...unprivileged });
    const version = /\d+(\.\d+)*/.exec(printed)?.[0] ?? '0';
    const major = Number.parseInt(version, 10);
    if (major < oldestMajor) {
      return { skipped: `${from}: PostgreSQL ${version} is older than ${String(oldestMajor)}` };
    }
    return { folder, version, major, from };
  } catch (error) {
    return { skipped: `${from}: postgres does not run here (${firstLineOf(error)})` };
  }
};

const usualFolders = (): string[] => [
  ...versioned('/usr/lib/postgresql', /^\d+$/),
  ...versioned('/usr', /^pgsql-\d+$/),
  ...versioned('/opt/homebrew/opt', /^postgresql@\d+$/),
  ...versioned('/usr/local/opt', /^postgresql@\d+$/),
  ...versioned('/Applications/Postgres.app/Contents/Versions', /^\d+$/),
];

/** The `bin` folders of all versions under a folder, newest first. */
const versioned = (base: string, name: RegExp): string[] =>
  (existsSync(base) ? readdirSync(base) : [])
    .filter((found) => name.test(found))
    .toSorted((a, b) => majorIn(b) - majorIn(a))
    .map((found) => join(base, found, 'bin'));

const majorIn = (name: string): number => Number(/\d+/.exec(name)?.[0] ?? 0);
