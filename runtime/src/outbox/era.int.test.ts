import { Pool } from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../tests/infrastructure/test-infrastructure.js';
import { registerEra, verifyConnections } from './era.js';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(async () => database.drop());

test('a connection that ends while nobody listens to it does not end the process', async () => {
  const operator = new Pool({ connectionString: database.url });
  await operator.query('create table outbox_era (era int, system_identifier bigint, started_at timestamptz)');
  await registerEra(operator);
  const pool = new Pool({ connectionString: database.url });
  verifyConnections(pool);
  const client = await pool.connect();
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');

  // As a server that is killed does it, also to a connection that is just being verified.
  const ended = new Promise((resolve) => client.once('end', resolve)); // once() of node:events listens to errors as well
  await operator.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
  await ended;

  await expect(client.query('select 1')).rejects.toThrow(Error);
  client.release(true);
  await Promise.all([pool.end(), operator.end()]);
});
