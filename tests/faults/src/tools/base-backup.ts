/**
 * A base backup of a running PostgreSQL, and its restore in place of the server's data, on the same port. The low-level way
 * (start, copy, stop), because not every set of binaries has pg_basebackup. What was committed when `take` returned is in it,
 * what came later is not.
 */
import { existsSync } from 'node:fs';
import { chown, copyFile, cp, lstat, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServerHandle } from '@streampact/local';
import { Client } from 'pg';

/** Made anew by the server that starts on the copy; the folders themselves must be there. */
const emptied = [
  'pg_wal',
  'pg_replslot',
  'pg_dynshmem',
  'pg_notify',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
];
const leftOut = new Set(['postmaster.pid', 'postmaster.opts']);

export class BaseBackup {
  readonly #server: ServerHandle;
  readonly #data: string;
  readonly #copy: string;

  private constructor(server: ServerHandle, data: string, copy: string) {
    this.#server = server;
    this.#data = data;
    this.#copy = copy;
  }

  /** The copy lies beside the server's data folder, and goes with it. */
  static async take(server: ServerHandle): Promise<BaseBackup> {
    const client = new Client({ connectionString: server.url });
    client.on('error', () => undefined); // the next query reports it
    await client.connect();
    try {
      const data = await valueOf(client, 'show data_directory');
      const isModern = Number(await valueOf(client, 'show server_version_num')) >= 150_000;
      const copy = `${data}.backup-${String(Date.now())}`;
      await client.query(
        isModern ? `select pg_backup_start('fault', true)` : `select pg_start_backup('fault', true, false)`,
      );
      await copyData(data, copy);
      const stopped = await client.query<{ labelfile: string }>(
        isModern ? 'select labelfile from pg_backup_stop(false)' : 'select labelfile from pg_stop_backup(false, false)',
      );
      const label = stopped.rows[0]?.labelfile ?? '';
      await copyWriteAheadLog(data, copy, label);
      await writeFile(join(copy, 'backup_label'), label, { mode: 0o600 });
      await giveAsLike(copy, data);
      return new BaseBackup(server, data, copy);
    } finally {
      await client.end();
    }
  }

  /** Where it is: a data folder that a server can start on. */
  get folder(): string {
    return this.#copy;
  }

  /** Kills the server, puts the copy in place of its data, and starts it. May be called again. */
  async restore(): Promise<void> {
    await this.#server.kill();
    await rm(this.#data, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    await cp(this.#copy, this.#data, { recursive: true });
    await giveAsLike(this.#data, this.#copy);
    await this.#server.restart();
  }

  async remove(): Promise<void> {
    await rm(this.#copy, { recursive: true, force: true });
  }
}

const valueOf = async (client: Client, query: string): Promise<string> => {
  const result = await client.query<string[]>({ text: query, rowMode: 'array' });
  return result.rows[0]?.[0] ?? '';
};

const copyData = async (data: string, copy: string): Promise<void> => {
  await mkdir(copy, { mode: 0o700 });
  for (const name of await readdir(data)) {
    if (leftOut.has(name)) continue;
    if (emptied.includes(name)) await mkdir(join(copy, name), { mode: 0o700 });
    else await copyWhatIsThere(join(data, name), join(copy, name));
  }
  await mkdir(join(copy, 'pg_wal', 'archive_status'), { mode: 0o700 });
};

/** Files may go while they are copied: the write-ahead log says so too. */
const copyWhatIsThere = async (from: string, to: string): Promise<void> => {
  try {
    if (!(await lstat(from)).isDirectory()) {
      await copyFile(from, to);
      return;
    }
  } catch (error) {
    if (existsSync(from)) throw error;
    return;
  }
  await mkdir(to, { mode: 0o700 });
  for (const name of await readdir(from)) await copyWhatIsThere(join(from, name), join(to, name));
};

const copyWriteAheadLog = async (data: string, copy: string, label: string): Promise<void> => {
  const first = /START WAL LOCATION: \S+ \(file ([0-9A-F]{24})\)/.exec(label)?.[1] ?? '';
  const log = join(data, 'pg_wal');
  const segments = (await readdir(log)).filter((name) => /^[0-9A-F]{24}$/.test(name) && name >= first);
  if (!segments.includes(first)) {
    throw new Error(`The write-ahead log of ${data} no longer holds ${first}, where the backup begins. Take it again.`);
  }
  for (const name of segments) await copyFile(join(log, name), join(copy, 'pg_wal', name));
};

/** PostgreSQL insists that its data is its user's alone. */
const giveAsLike = async (folder: string, like: string): Promise<void> => {
  const { uid, gid } = await stat(like);
  const give = async (path: string): Promise<void> => {
    await chown(path, uid, gid);
    if ((await lstat(path)).isDirectory()) for (const name of await readdir(path)) await give(join(path, name));
  };
  if (process.getuid?.() === 0) await give(folder);
};
