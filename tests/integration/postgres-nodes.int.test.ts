/** A pool and a DataSource over a primary and its standby: which of the two they use, before and after a failover. */
import { setTimeout as sleep } from 'node:timers/promises';
import { postgresDataSource, postgresPool } from '@streampact/runtime';
import type { Pool } from 'pg';
import { DataSource } from 'typeorm';
import { NodeClient } from '../../runtime/src/database/postgres-client.js';
import { PostgresStandby, query, setOn } from '../faults/src/tools/postgres-standby.js';
import { eventually, startPostgres, type ServerHandle } from '../infrastructure/test-infrastructure.js';

let primary: ServerHandle;
let standby: PostgresStandby;
beforeEach(async () => {
  primary = await startPostgres({ settings: { wal_level: 'replica' } });
  await query(primary, 'create table entry (n int primary key)');
  standby = await PostgresStandby.follow(primary, { name: 'second', isSynchronous: true });
});
afterEach(async () => {
  await standby.stop();
  await primary.stop();
});

/** Nobody listens on port 1. */
const url = (attributes: string, ...servers: readonly { readonly port: number }[]): string =>
  `postgres://${new URL(primary.url).username}@${servers.map(({ port }) => `127.0.0.1:${String(port)}`).join(',')}/postgres?target_session_attrs=${attributes}`;

const portOf = async (pool: Pool): Promise<number> => {
  const result = await pool.query<{ port: number }>('select inet_server_port() as port');
  return result.rows[0]?.port ?? 0;
};

const withPool = async (address: string, work: (pool: Pool) => Promise<void>): Promise<void> => {
  const pool = postgresPool(address, { max: 4, connectionTimeoutMillis: 5_000 });
  pool.on('error', () => undefined);
  try {
    await work(pool);
  } finally {
    await pool.end();
  }
};

test('the first host that is what is wanted is used, whatever stands before it', async () => {
  const [first, second] = [primary, standby.server];
  const cases: [attributes: string, servers: { port: number }[], used: { port: number }][] = [
    ['read-write', [{ port: 1 }, second, first], first],
    ['primary', [second, first], first],
    ['standby', [first, second], second],
    ['read-only', [first, second], second],
    ['prefer-standby', [first, second], second],
    ['prefer-standby', [first, { port: 1 }], first],
    ['any', [second, first], second],
    ['any', [{ port: 1 }, first], first],
  ];
  for (const [attributes, servers, used] of cases) {
    await withPool(url(attributes, ...servers), async (pool) => {
      await expect(Promise.all([1, 2, 3].map(() => portOf(pool)))).resolves.toEqual([1, 2, 3].map(() => used.port));
    });
  }
});

test('without such a host the error says what each of them is', async () => {
  await withPool(url('read-write', standby.server, { port: 1 }), async (pool) => {
    await expect(pool.query('select 1')).rejects.toMatchObject({ code: 'DATABASE_NODE_UNFIT' });
    await expect(pool.query('select 1')).rejects.toThrow(
      new RegExp(`:${String(standby.server.port)}: is a standby; 127.0.0.1:1: connect ECONNREFUSED`),
    );
  });
});

test('a wrong password is said at once: it would be wrong everywhere', async () => {
  const address = url('read-write', primary, standby.server).replace(/\/\/\w+@/, '//nobody:hunter2@');
  await withPool(address, async (pool) => {
    await expect(pool.query('select 1')).rejects.toMatchObject({ code: '28000' });
  });
});

test('after a failover new connections go to the promoted standby, and an old primary that comes back is left alone', async () => {
  await withPool(url('read-write', primary, standby.server), async (pool) => {
    await pool.query('insert into entry values (1)');
    expect(await portOf(pool)).toBe(primary.port);
    await primary.kill();
    await standby.promote();
    await eventually(async () => expect(await portOf(pool)).toBe(standby.server.port));
    await pool.query('insert into entry values (2)');

    await primary.restart(); // on its own data: it does not know that it has been replaced
    await pool.query('select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()');
    for (let n = 0; n < 5; n++) expect(await portOf(pool)).toBe(standby.server.port);
  });
  // A process that starts now has seen nothing: it asks both.
  await withPool(url('read-write', primary, standby.server), async (pool) => {
    expect(await portOf(pool)).toBe(standby.server.port);
    await standby.server.kill();
    await eventually(async () =>
      expect(pool.query('select 1')).rejects.toThrow('it was the primary before a failover'),
    );
  });
});

test('connections to a primary that was replaced while it was away are not used any more', async () => {
  await withPool(url('read-write', primary, standby.server), async (pool) => {
    expect(await portOf(pool)).toBe(primary.port);
    await standby.promote(); // and the primary still runs: both take writes
    const held = await pool.connect(); // a connection of before
    await eventually(async () => {
      await sleep(100);
      const fresh = await pool.connect(); // looks around, when it is time to
      expect((await fresh.query<{ port: number }>('select inet_server_port() as port')).rows[0]?.port).toBeDefined();
      fresh.release(true);
      expect(await portOf(pool)).toBe(standby.server.port);
    });
    held.release();
    expect(await portOf(pool)).toBe(standby.server.port);
  });
});

test('connections that wait in the pool are not given out once their server is known to be replaced', async () => {
  await withPool(url('read-write', primary, standby.server), async (pool) => {
    const [witness, ...others] = await Promise.all([1, 2, 3].map(() => pool.connect()));
    if (!(witness instanceof NodeClient)) throw new Error('The pool makes its clients of another class.');
    for (const other of others) other.release();
    await standby.promote(); // and the primary still runs
    await eventually(async () => {
      const waiting = [await pool.connect(), await pool.connect()];
      const fresh = await pool.connect(); // looks around, when it is time to, and does not wait for what it will see
      for (const client of waiting) client.release();
      fresh.release(true);
      await sleep(100);
      expect(witness.isSpent).toBe(true);
    });
    witness.release();
    expect(await Promise.all([portOf(pool), portOf(pool)])).toEqual([standby.server.port, standby.server.port]);
  });
});

test('a connection on which a write was refused as read-only is not given out again', async () => {
  await withPool(url('any', primary), async (pool) => {
    const pid = async (): Promise<number> =>
      (await pool.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]?.pid ?? 0;
    const before = await pid();
    expect(await pid()).toBe(before);
    await setOn(primary, 'default_transaction_read_only = on');
    const client = await pool.connect();
    await eventually(async () =>
      expect(client.query('insert into entry values (3)')).rejects.toMatchObject({ code: '25006' }),
    );
    client.release();
    expect(await pid()).not.toBe(before);
  });
});

test('TypeORM works on it, and finds the promoted standby', async () => {
  const dataSource = await new DataSource({
    ...postgresDataSource(url('read-write', standby.server, primary)),
    poolErrorHandler: () => undefined,
  }).initialize();
  try {
    expect(dataSource.driver.database).toBe('postgres');
    await dataSource.transaction(async (manager) => manager.query('insert into entry values (1)'));
    await primary.kill();
    await standby.promote();
    await eventually(async () =>
      dataSource.transaction(async (manager) => manager.query('insert into entry values (2)')),
    );
    await expect(dataSource.query('select n from entry order by n')).resolves.toEqual([{ n: 1 }, { n: 2 }]);
  } finally {
    await dataSource.destroy();
  }
});
