/** What can happen to a connection to PostgreSQL in mid-transaction: its backend is ended, or the reply to its COMMIT is lost. */
import { Client } from 'pg';
import {
  createTestDatabase,
  eventually,
  startPostgres,
  type TestDatabase,
} from '../../../infrastructure/test-infrastructure.js';
import { seededRandom } from '../random.js';
import { isCommit } from './requests.js';
import { TcpProxy } from './tcp-proxy.js';
import { terminateBackends } from './terminate-backends.js';

let database: TestDatabase;
let proxy: TcpProxy;
beforeEach(async () => {
  database = await createTestDatabase('connections');
  proxy = await TcpProxy.start({ targetPort: Number(new URL(database.url).port) });
});
afterEach(async () => {
  await proxy.stop();
  await database.drop();
});

const connect = async (url: string): Promise<Client> => {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  return client;
};

const throughProxy = (): string => {
  const url = new URL(database.url);
  url.port = String(proxy.port);
  return url.href;
};

test('a COMMIT whose reply is lost has committed, and its client hears only that the connection is gone', async () => {
  const direct = await connect(database.url);
  await direct.query('create table note (n int)');
  const client = await connect(throughProxy());
  const hasHappened = proxy.loseNextReply(isCommit);
  await client.query('begin');
  await client.query('insert into note values (1)');
  expect(hasHappened()).toBe(false);

  await expect(client.query('COMMIT')).rejects.toThrow(/ECONNRESET|terminated/);

  expect(hasHappened()).toBe(true);
  await eventually(async () => expect((await direct.query('select n from note')).rows).toEqual([{ n: 1 }]));
  await direct.end();
});

test('ends backends of others, and what they had not committed is rolled back', async () => {
  // A server of its own: other tests have connections to the shared one.
  const server = await startPostgres();
  const client = await connect(server.url);
  await client.query('create table note (n int)');
  await client.query('begin');
  await client.query('insert into note values (1)');

  await expect(terminateBackends(server.url, seededRandom(1), 1)).resolves.toBe(1);

  await expect(client.query('COMMIT')).rejects.toThrow(/terminat|not queryable/);
  const next = await connect(server.url);
  expect((await next.query('select n from note')).rows).toEqual([]);
  await next.end();
  await server.stop();
});

test('ends only the share that is asked for', async () => {
  const server = await startPostgres();
  const clients = await Promise.all(Array.from({ length: 20 }, () => connect(server.url)));
  const ended = await terminateBackends(server.url, seededRandom(7), 0.5);
  expect(ended).toBeGreaterThan(3);
  expect(ended).toBeLessThan(17);
  for (const client of clients) await client.end().catch(() => undefined);
  await server.stop();
});
