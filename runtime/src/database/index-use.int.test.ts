/**
 * What runs again and again reads what it needs, however much there is. Method: tables full of rows that nothing is to be done
 * with yet, and every statement explained while it runs.
 */
import { Client, type PoolClient, type QueryConfig, type QueryResultRow } from 'pg';
import { createMigratedTestDatabase } from '../../../tests/infrastructure/migrated-database.js';
import type { TestDatabase } from '../../../tests/infrastructure/test-infrastructure.js';
import { rowsTouched } from '../../../tests/infrastructure/rows-touched.js';
import { forgetDone } from '../inbox/retention.js';
import { retireSome } from '../outbox/retirement.js';
import { windowsFrom } from '../outbox/window.js';
import { takeDue } from '../saga/fire-timer.js';
import { removeEnded } from '../saga/remove-ended.js';

const rowsCount = 20_000;
const day = 24 * 3_600_000;

let database: TestDatabase;
let client: Client;
beforeAll(async () => {
  database = await createMigratedTestDatabase();
  client = new Client({ connectionString: database.url });
  await client.connect();
  await client.query(`
    insert into outbox_window (no, ms, snap_from, snap_to, rows_count)
      select n, 1764000000000 + n, '1:1:', '2:2:', 1 from generate_series(1, ${rowsCount}) n;
    insert into saga (name, id, version, state, data, correlation_id, ended_at)
      select 'order', n, 1, 'pending', '{}', 'story', case when n % 2 = 0 then clock_timestamp() end
      from generate_series(1, ${rowsCount}) n;
    insert into saga_timer (saga, id, timer, due_at, next_at)
      select 'order', n, 'late', due, due
      from generate_series(1, ${rowsCount}, 2) n, (select clock_timestamp() + interval '1 day' as due) t;
    insert into consumer_position (stream, partition, entry_id) select 's', p, '1765000000000-0' from generate_series(0, 7) p;
    insert into inbox (id, stream, partition, entry_ms, entry_seq, type, key, state)
      select gen_random_uuid(), 's', n % 8, 1764000000000 + n, n, 'T', n % 100, 'done' from generate_series(1, ${rowsCount}) n;
    analyze`);
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

/** Runs statements as they are, and counts the rows that their plans touched. */
class ExplainingSql {
  touched = 0;

  readonly query = async <Row extends QueryResultRow>(statement: string | QueryConfig, values: unknown[] = []) => {
    const text = typeof statement === 'string' ? statement : statement.text;
    this.touched += await rowsTouched(client, text, values);
    return client.query<Row>(text, values);
  };

  /** For functions that want pg's own type: all they call of its many signatures is the one above. */
  get asPg(): Pick<PoolClient, 'query'> {
    return this as unknown as Pick<PoolClient, 'query'>;
  }
}

const numbersOf = async (windows: AsyncIterable<{ readonly no: number }>): Promise<readonly number[]> => {
  const numbers = [];
  for await (const { no } of windows) numbers.push(no);
  return numbers;
};

test('retiring windows, while none is old', async () => {
  const sql = new ExplainingSql();
  // As in the relay's session.
  await client.query('set enable_seqscan = off; set plan_cache_mode = force_generic_plan');
  expect(await retireSome(sql.asPg, 1_700_000_000_000)).toBe(false);
  await client.query('reset enable_seqscan; reset plan_cache_mode');
  expect(sql.touched).toBeLessThan(20);
});

test('reading windows from an entry on', async () => {
  const sql = new ExplainingSql();
  const found = await numbersOf(windowsFrom(sql.asPg, `${1764000000000 + rowsCount - 9}-5`));
  expect(found).toEqual(Array.from({ length: 10 }, (_, index) => rowsCount - 9 + index));
  expect(sql.touched).toBeLessThan(50);
});

test('windows are read in pages', async () => {
  const found = await numbersOf(windowsFrom(client, '0-0'));
  expect(found).toEqual(Array.from({ length: rowsCount }, (_, index) => index + 1));
});

test('looking for a timer that is due, while none is', async () => {
  const sql = new ExplainingSql();
  expect((await sql.query(takeDue, [['order'], [1]])).rows).toEqual([]);
  expect(sql.touched).toBeLessThan(20);
});

test('removing ended sagas, while none ended long ago', async () => {
  const sql = new ExplainingSql();
  expect(await removeEnded(sql, { name: 'order', keepEndedMs: day })).toBe(false);
  expect(sql.touched).toBeLessThan(20);
});

test('forgetting messages, while none is old', async () => {
  const sql = new ExplainingSql();
  const beginsAfter = Array.from({ length: 8 }, () => '1765000000000-0');
  expect(await forgetDone(sql, { stream: 's', retentionMs: day, beginsAfter }, 1_000)).toBe(0);
  expect(sql.touched).toBeLessThan(50);
});
