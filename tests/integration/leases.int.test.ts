/** What leases do beside batches that are still open: each test holds a transaction open as a batch of the same lease would. */
import { Pool, type PoolClient } from 'pg';
import { DataSource } from 'typeorm';
import { newId, streampactMigrations } from '@streampact/runtime';
import { beginForLease, holdLease, receive, type PartitionLease } from '../../runtime/src/inbox/inbox.js';
import { claim, readPosition, registerPartitions, settle } from '../../runtime/src/consumer/leases.js';
import { createTestDatabase, type TestDatabase } from '../infrastructure/test-infrastructure.js';
import { ledgerService } from './ledger-contract.js';

let database: TestDatabase;
let pool: Pool;
let batch: PoolClient;
let lease: PartitionLease;
const given = <Value>(value: Value | undefined): Value => {
  if (value === undefined) throw new Error('The test needs it.');
  return value;
};
const consumer = given(Object.values(ledgerService().consumers)[0]);
const stream = consumer.channel.address;

beforeEach(async () => {
  database = await createTestDatabase();
  const dataSource = new DataSource({ type: 'postgres', url: database.url, migrations: [...streampactMigrations] });
  await dataSource.initialize();
  await dataSource.runMigrations();
  await dataSource.destroy();
  pool = new Pool({ connectionString: database.url });
  await registerPartitions(pool, [consumer]);
  const [claimed] = await claim(pool, newId(), { stream, limit: 1, leaseMs: 60_000 });
  lease = given(claimed);
  // A batch that is not over: it holds the lease, and has moved the position.
  batch = await pool.connect();
  await batch.query(beginForLease);
  await holdLease(batch, lease, 60_000);
  await batch.query(`update consumer_position set entry_id = '7-7' where stream = $1 and partition = $2`, [
    stream,
    lease.partition,
  ]);
});

afterEach(async () => {
  batch.release();
  await pool.end();
  await database.drop();
});

test('the position is not read before an open transaction of the same lease has committed', async () => {
  const position = (async () => {
    await settle(pool, lease);
    return readPosition(pool, lease);
  })();
  await untilSomebodyWaits();

  await batch.query('COMMIT');

  expect(await position).toBe('7-7');
});

test('a former owner that wakes up is told so', async () => {
  await batch.query('ROLLBACK');
  const other = newId();
  await pool.query('update consumer_lease set owner = $1, epoch = epoch + 1', [other]);

  await expect(settle(pool, lease)).rejects.toMatchObject({ code: 'LEASE_LOST' });
});

test('a batch of a former owner is refused whole, and moves no position', async () => {
  await batch.query('ROLLBACK');
  await pool.query('update consumer_lease set epoch = epoch + 1'); // it was taken over, and taken again
  const event = { id: newId(), type: 'BALANCE_CHANGED', timestamp: '', aggregateId: 'ada', data: {} };
  await batch.query(beginForLease);

  const received = receive(batch, lease, [{ entryId: '9-9', event }], { position: '9-9', limitMs: 60_000 });

  await expect(received).rejects.toMatchObject({ code: 'LEASE_LOST' });
  await batch.query('COMMIT'); // whatever its owner does with it
  expect((await pool.query('select from inbox')).rowCount).toBe(0);
  expect(await readPosition(pool, lease)).toBe('0-0');
});

test('an instance registers its partitions beside a batch that takes its time', async () => {
  // It would wait for ever: nobody ends the batch. A lock timeout turns that into a failure.
  const client = await pool.connect();
  await client.query(`set lock_timeout = '2s'`);

  await expect(registerPartitions(client, [consumer])).resolves.toBeUndefined();

  client.release();
  await batch.query('ROLLBACK');
});

const untilSomebodyWaits = async (): Promise<void> => {
  for (;;) {
    const result = await pool.query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if (result.rowCount === 1) return;
  }
};
