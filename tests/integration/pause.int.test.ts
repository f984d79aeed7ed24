/** A paused stream stands still in every instance, and goes on where it stopped; an idle one puts its group right by itself. */
import { pauseStream, resumeStream } from '@streampact/runtime';
import { Pool } from 'pg';
import { eventually } from '../infrastructure/test-infrastructure.js';
import { accountsStream } from './ledger-contract.js';
import { LedgerSystem } from './ledger-system.js';

let system: LedgerSystem;
let pool: Pool;

beforeEach(async () => {
  system = await LedgerSystem.create();
  pool = new Pool({ connectionString: system.databases['ledger-service'], max: 2 });
});
afterEach(async () => {
  await pool.end(); // before its database goes
  await system.close();
});

const stream = accountsStream.address;
const group = 'ledger-service';
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);
const lines = async (): Promise<readonly number[]> => (await system.lines()).map(({ n }) => n);
const change = async (from: number, to: number): Promise<void> => {
  for (let n = from; n <= to; n++) await system.change('ada', n);
};

const positions = async (): Promise<readonly string[]> =>
  (
    await system.ledger.query<{ entry_id: string }[]>(
      'select entry_id from consumer_position where stream = $1 order by partition',
      [stream],
    )
  ).map(({ entry_id }) => entry_id);

const shown = async (): Promise<readonly unknown[]> =>
  Promise.all(
    system.keys().map(async (key) => {
      const [fields] = (await system.redis.xinfo('GROUPS', key)) as unknown[][];
      if (!fields) return undefined;
      return [fields[fields.indexOf('last-delivered-id') + 1], fields[fields.indexOf('pending') + 1]];
    }),
  );

const expectGroupsAtPositions = async (): Promise<void> =>
  eventually(async () => expect(await shown()).toEqual((await positions()).map((position) => [position, 0])));

test('a paused stream stands still in every instance, keeps its leases, and goes on in order', async () => {
  await system.startAccounts();
  const instances = [await system.startLedger(), await system.startLedger()];
  await change(1, 5);
  await eventually(async () => expect(await lines()).toEqual(upTo(5)));
  await eventually(() => expect(instances.map(({ status }) => status.consumers.partitions[stream])).toEqual([2, 2]));
  const leasesBefore = await system.ledger.query(
    'select partition, owner, epoch from consumer_lease order by partition',
  );

  expect(await pauseStream(pool, stream)).toBe(true);
  expect(await pauseStream(pool, stream)).toBe(false);
  await eventually(() => {
    for (const { status } of instances) expect(Object.keys(status.consumers.paused ?? {})).toEqual([stream]);
  });
  await change(6, 30);
  await eventually(async () => expect(await system.entryCount()).toBe(30));
  // Longer than an idle partition waits before it looks again.
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect(await lines()).toEqual(upTo(5));
  expect(await system.ledger.query('select partition, owner, epoch from consumer_lease order by partition')).toEqual(
    leasesBefore,
  );

  expect(await resumeStream(pool, stream)).toBe(true);
  await eventually(async () => expect(await lines()).toEqual(upTo(30)));
  expect(instances[0]?.status.consumers.paused).toBeUndefined();
});

test('a pause under load stops after the current batch, retries too; nothing is lost, doubled or out of order', async () => {
  await system.startAccounts();
  let failures = 0;
  await system.startLedger(async (event, context) => {
    await system.write(event, context);
    if (event.data.n % 10 === 0 && context.attempt === 1 && failures++ < 20) throw new Error('not now');
  });
  const changing = change(1, 120);
  for (let round = 0; round < 3; round++) {
    await pauseStream(pool, stream);
    await eventually(async () => {
      const before = await positions();
      const count = (await lines()).length;
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect([await positions(), (await lines()).length]).toEqual([before, count]);
    });
    await resumeStream(pool, stream);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  await changing;
  await eventually(async () => expect(await lines()).toEqual(upTo(120)));
});

test('a position that a tool sets back while the stream is paused is where it goes on', async () => {
  await system.startAccounts();
  await system.startLedger();
  await change(1, 5);
  await eventually(async () => expect(await lines()).toEqual(upTo(5)));
  await pauseStream(pool, stream);
  await eventually(async () => expect(await pausedSeen()).toBe(true));

  await system.ledger.query(`update consumer_position set entry_id = '0-0'; delete from inbox`);
  await resumeStream(pool, stream);

  await eventually(async () => expect(await lines()).toEqual([...upTo(5), ...upTo(5)]));
});

test.each([
  ['set back', async (key: string) => system.redis.xgroup('SETID', key, group, '0')],
  ['set forward', async (key: string) => system.redis.xgroup('SETID', key, group, '99999999999999-0')],
  ['destroyed', async (key: string) => system.redis.xgroup('DESTROY', key, group)],
  [
    'read through',
    async (key: string) => {
      await system.redis.xgroup('SETID', key, group, '0');
      await system.redis.xreadgroup('GROUP', group, 'somebody', 'COUNT', 100, 'STREAMS', key, '>');
    },
  ],
])('a group that somebody has %s is put right although nothing comes', async (_what, spoil) => {
  await system.startAccounts();
  await system.startLedger(system.write, { idleMaxMs: 200 });
  await change(1, 5);
  await eventually(async () => expect(await lines()).toEqual(upTo(5)));
  await expectGroupsAtPositions();

  for (const key of system.keys()) await spoil(key);

  await expectGroupsAtPositions();
  expect(await lines()).toEqual(upTo(5));
});

test('an idle instance notices a position that was moved under it', async () => {
  await system.startAccounts();
  await system.startLedger(system.write, { idleMaxMs: 200 });
  await change(1, 5);
  await eventually(async () => expect(await lines()).toEqual(upTo(5)));

  await system.ledger.query(`update consumer_position set entry_id = '0-0'; delete from inbox`);

  await eventually(async () => expect(await lines()).toEqual([...upTo(5), ...upTo(5)]));
});

/** Is nothing in flight any more? One round of looking at pauses is over. */
const pausedSeen = async (): Promise<boolean> => {
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  return true;
};
