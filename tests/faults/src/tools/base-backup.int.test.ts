/** A server counts up all the time; its backup, taken in mid-count, brings back every count from before it and none from after. */
import { Client } from 'pg';
import { startPostgres, type ServerHandle } from '../../../infrastructure/test-infrastructure.js';
import { BaseBackup } from './base-backup.js';

let server: ServerHandle;
beforeEach(async () => {
  server = await startPostgres();
});
afterEach(async () => server.stop());

const connected = async <T>(work: (client: Client) => Promise<T>): Promise<T> => {
  const client = new Client({ connectionString: server.url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

const lastOf = async (): Promise<number> =>
  connected(async (client) => {
    const result = await client.query<{ n: number }>('select max(n) as n from count');
    return result.rows[0]?.n ?? 0;
  });

test('brings back what was committed before the backup, and nothing of what came after it', async () => {
  await connected((client) => client.query('create table count (n int primary key, filler text)'));
  const over = new AbortController();
  const counting = connected(async (client) => {
    for (let n = 1; !over.signal.aborted; n++)
      await client.query('insert into count values ($1, repeat($2, 500))', [n, 'x']);
  });

  const atLeast = await lastOf();
  const backup = await BaseBackup.take(server);
  const atMost = await lastOf();
  over.abort();
  await counting;
  await connected((client) => client.query('insert into count values (1000000)'));
  await backup.restore();

  const found = await lastOf();
  expect(found).toBeGreaterThanOrEqual(atLeast);
  expect(found).toBeLessThanOrEqual(atMost);
  const rows = await connected((client) => client.query<{ n: number }>('select n from count order by n'));
  expect(rows.rows.map(({ n }) => n)).toEqual(Array.from({ length: found }, (_, index) => index + 1));
});

test('can be restored twice, and what is written in between is gone', async () => {
  await connected((client) => client.query('create table count (n int primary key)'));
  const backup = await BaseBackup.take(server);
  for (const n of [1, 2]) {
    await connected((client) => client.query('insert into count values ($1)', [n]));
    await backup.restore();
    await expect(lastOf()).resolves.toBe(0);
  }
});
