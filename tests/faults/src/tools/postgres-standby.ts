/** A streaming standby of a running PostgreSQL, synchronous or not, and its promotion. */
import { appendFile, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startPostgres, type ServerHandle } from '@streampact/local';
import { Client } from 'pg';
import { BaseBackup } from './base-backup.js';

export interface StandbyOptions {
  /** What it calls itself for `synchronous_standby_names`, and its replication slot. */
  readonly name: string;
  /** Whether the primary answers a commit only when the standby has it, from now on. */
  readonly isSynchronous: boolean;
}

const inSyncWithinMs = 20_000;
/** No fault here is a power cut. */
const withoutPowerCuts = { fsync: 'off', full_page_writes: 'off' };

export class PostgresStandby {
  private constructor(
    readonly server: ServerHandle,
    readonly home: string,
    readonly primary: ServerHandle,
    readonly options: StandbyOptions,
  ) {}

  /** Starts it on a copy of the primary's data, and returns when it follows. @param primary – `wal_level` is replica or more */
  static async follow(primary: ServerHandle, options: StandbyOptions): Promise<PostgresStandby> {
    const { name } = options;
    const backup = await backupFor(primary, name);
    const home = `${dirname(backup.folder)}-${name}`;
    await mkdir(home, { recursive: true });
    await rm(join(home, 'data'), { recursive: true, force: true });
    await rename(backup.folder, join(home, 'data'));
    await follows(join(home, 'data'), primary, name);
    // A standby has to allow as many connections as its primary, and the primary that follows it later as many as that.
    const [most] = await query<{ setting: string }>(primary, `select current_setting('max_connections') as setting`);
    const settings = { ...withoutPowerCuts, max_connections: most?.setting ?? '' };
    const server = await startPostgres({ home, settings });
    const standby = new PostgresStandby(server, home, primary, options);
    await standby.#untilInSync();
    return standby;
  }

  /** Makes a server that was the primary before a standby of the one that is now: its own data is gone. @param home – its data is `<home>/data` */
  static async rejoin(
    server: ServerHandle,
    home: string,
    primary: ServerHandle,
    options: StandbyOptions,
  ): Promise<PostgresStandby> {
    const backup = await backupFor(primary, options.name);
    await server.kill();
    const data = join(home, 'data');
    await rm(data, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    await rename(backup.folder, data);
    await follows(data, primary, options.name);
    await server.restart();
    const standby = new PostgresStandby(server, home, primary, options);
    await standby.#untilInSync();
    return standby;
  }

  /** It takes writes when this returns. */
  async promote(): Promise<void> {
    await query(this.server, 'select pg_promote(true, 60)');
    await untilTrue(this.server, 'select not pg_is_in_recovery() as is');
  }

  /** The slot on the primary goes too, if that answers. */
  async stop(): Promise<void> {
    await this.server.stop();
    await rm(this.home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    if (this.primary.pid === undefined) return;
    if (this.options.isSynchronous) await setOn(this.primary, `synchronous_standby_names = ''`);
    await query(
      this.primary,
      `select pg_drop_replication_slot(slot_name) from pg_replication_slots where slot_name = '${this.options.name}' and not active`,
    );
  }

  async #untilInSync(): Promise<void> {
    const { name, isSynchronous } = this.options;
    const attached = `select count(*) = 1 as is from pg_stat_replication where application_name = '${name}' and state = 'streaming'`;
    await untilTrue(this.primary, attached);
    if (!isSynchronous) return;
    await setOn(this.primary, `synchronous_standby_names = '${name}'`);
    await untilTrue(this.primary, `${attached} and sync_state = 'sync'`);
  }
}

/** The slot comes first: it keeps the log from here on until the standby has it. */
const backupFor = async (primary: ServerHandle, name: string): Promise<BaseBackup> => {
  await query(primary, `select pg_create_physical_replication_slot('${name}', true)`);
  return BaseBackup.take(primary);
};

/** What a copy of the primary's data needs to follow it. */
const follows = async (data: string, primary: ServerHandle, name: string): Promise<void> => {
  const { hostname, port, username } = new URL(primary.url);
  await writeFile(join(data, 'standby.signal'), '');
  await appendFile(
    join(data, 'postgresql.auto.conf'),
    `
primary_conninfo = 'host=${hostname} port=${port} user=${username} application_name=${name}'
primary_slot_name = '${name}'
wal_retrieve_retry_interval = '100ms'
synchronous_standby_names = ''
`,
  );
};

/** A setting of the whole server, in force when this returns. */
export const setOn = async (server: ServerHandle, setting: string): Promise<void> => {
  await query(server, `alter system set ${setting}`);
  await query(server, 'select pg_reload_conf()');
};

const untilTrue = async (server: ServerHandle, statement: string): Promise<void> => {
  const deadline = Date.now() + inSyncWithinMs;
  while (!(await query<{ is: boolean }>(server, statement))[0]?.is) {
    if (Date.now() > deadline)
      throw new Error(`This did not become true within ${String(inSyncWithinMs)} ms: ${statement}`);
    await sleep(20);
  }
};

export const query = async <Row extends object>(server: ServerHandle, statement: string): Promise<Row[]> => {
  const client = new Client({ connectionString: server.url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined); // a lost connection also rejects the query
  await client.connect();
  try {
    return (await client.query<Row>(statement)).rows;
  } finally {
    await client.end();
  }
};
