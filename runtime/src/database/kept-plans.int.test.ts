/**
 * A session keeps the plan of a named statement until its tables are analyzed, a minute later at the earliest: it may have been made
 * while they were empty. Method: plan first, fill the tables then, and explain what the session has kept.
 */
import { Client, escapeLiteral } from 'pg';
import { createMigratedTestDatabase } from '../../../tests/infrastructure/migrated-database.js';
import type { TestDatabase } from '../../../tests/infrastructure/test-infrastructure.js';
import { rowsTouched } from '../../../tests/infrastructure/rows-touched.js';
import { beginForLease, receive } from '../inbox/inbox.js';
import { openWindow } from '../outbox/window.js';

const rowsCount = 20_000;

let database: TestDatabase;
let session: Client;
let other: Client;
beforeEach(async () => {
  database = await createMigratedTestDatabase();
  [session, other] = [new Client(database.url), new Client(database.url)];
  await Promise.all([session.connect(), other.connect()]);
});
afterEach(async () => {
  await Promise.all([session.end(), other.end()]);
  await database.drop();
});

test('opening a window of two events after thousands, one of them committed late', async () => {
  const first = { no: 0, era: 1, ms: 0, from: '1:1:', to: '1:1:' };
  // As the relay does.
  await session.query('set enable_seqscan = off; set plan_cache_mode = force_generic_plan');
  expect(await openWindow(session, first, 4_000)).toBeUndefined();

  await publish(session, rowsCount);
  await other.query('begin');
  await publish(other, 1);
  const seen = await session.query<{ to: string }>('select pg_current_snapshot()::text as to');
  await other.query('commit');
  await publish(session, 1);
  const last = { ...first, to: seen.rows[0]?.to ?? '' };

  const values = [last.to, last.no + 1, last.ms + 1, 4_000, last.era];
  expect(await touchedByKept('streampact-open-window', values)).toBeLessThan(50);
  expect((await openWindow(session, last, 4_000))?.rowsCount).toBe(2);
});

test('receiving a message after thousands', async () => {
  await session.query(`insert into consumer_lease (stream, partition, owner, epoch) values ('s', 0, '${owner}', 1)`);
  const lease = { stream: 's', partition: 0, owner, epoch: '1' };
  await session.query(beginForLease);
  await receive(session, lease, [], { position: '0-0', limitMs: 1_000 });
  await session.query('commit');

  await session.query(
    `insert into inbox (id, stream, partition, entry_ms, entry_seq, type, key, state)
       select gen_random_uuid(), 's', 0, n, 0, 'T', n % 100, case when n % 2 = 0 then 'done' else 'waiting' end
       from generate_series(1, ${rowsCount}) n`,
  );

  await session.query('set plan_cache_mode = force_generic_plan');
  const values = ['s', 0, owner, 1, 1_000, `{${messageId}}`, '{1}', '{1}', '{T}', '{another}', '1-1'];
  expect(await touchedByKept('streampact-receive', values)).toBeLessThan(50);
});

const owner = '01890a5d-ac96-774b-bcce-b302099a8057';
const messageId = '01890a5d-ac96-774b-bcce-b302099a8058';

const publish = async (by: Client, count: number): Promise<void> => {
  await by.query(
    `insert into outbox (id, stream, partition, type, key, headers, data)
       select gen_random_uuid(), 's', 0, 'T', n, '{}', '{}' from generate_series(1, $1::int) n`,
    [count],
  );
};

/** The effect is taken back. */
const touchedByKept = async (name: string, values: readonly (string | number)[]): Promise<number> => {
  const literals = values.map((value) => escapeLiteral(String(value))).join(', ');
  await session.query('begin');
  const touched = await rowsTouched(session, `execute "${name}"(${literals})`);
  await session.query('rollback');
  return touched;
};
