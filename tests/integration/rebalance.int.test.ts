/**
 * Goal: instances come and go under load, and nothing is lost, doubled or out of order; a partition that does not move keeps
 * its lease, so its worker is not disturbed. Method: accounts change all the time; after each step the leases in PostgreSQL
 * are compared with those before it, and at the end the ledger with what was committed.
 */
import type { EventRuntime } from '@streampact/runtime';
import { eventually } from '../infrastructure/test-infrastructure.js';
import { accountsStream } from './ledger-contract.js';
import { LedgerSystem } from './ledger-system.js';

interface Lease {
  readonly partition: number;
  readonly owner: string | null;
  readonly epoch: string;
}

let system: LedgerSystem;
afterEach(async () => system.close());

const leases = async (): Promise<readonly Lease[]> =>
  system.ledger.query<Lease[]>('select partition, owner, epoch from consumer_lease order by partition');

/** How many partitions each owner has, most first. */
const shares = (of: readonly Lease[]): readonly number[] => {
  const counts = new Map<string | null, number>();
  for (const { owner } of of) counts.set(owner, (counts.get(owner) ?? 0) + 1);
  expect(counts.has(null)).toBe(false);
  return [...counts.values()].toSorted((left, right) => right - left);
};

const untilShared = async (expected: readonly number[]): Promise<readonly Lease[]> =>
  eventually(async () => {
    const now = await leases();
    expect(shares(now)).toEqual(expected);
    return now;
  });

/** Partitions that have another epoch than before. */
const moved = (before: readonly Lease[], after: readonly Lease[]): number =>
  after.filter(({ epoch, partition }) => before.find((lease) => lease.partition === partition)?.epoch !== epoch).length;

const accounts = Array.from({ length: 12 }, (_, index) => `account-${String(index)}`);

/** Changes every account until it is told to end. @returns ends it, and says how many changes each account has had */
const load = (): (() => Promise<number>) => {
  const end = new AbortController();
  const changing = (async (): Promise<number> => {
    let n = 0;
    while (!end.signal.aborted) {
      n++;
      for (const name of accounts) await system.change(name, n);
    }
    return n;
  })();
  return async () => {
    end.abort();
    return changing;
  };
};

const expectLedger = async (count: number): Promise<void> => {
  const expected = Array.from({ length: count }, (_, index) => index + 1);
  await eventually(
    async () => {
      const lines = await system.lines();
      for (const name of accounts)
        expect(lines.filter(({ accountId }) => accountId === name).map(({ n }) => n)).toEqual(expected);
    },
    { deadlineMs: 30_000 },
  );
};

test('one, two, three instances and one again: as few partitions move as can, and nothing is lost, doubled or out of order', async () => {
  system = await LedgerSystem.create();
  await system.startAccounts();
  const first = await system.startLedger();
  const end = load();
  const alone = await untilShared([4]);

  const second = await system.startLedger();
  const two = await untilShared([2, 2]);
  expect(moved(alone, two)).toBe(2);

  const third = await system.startLedger();
  const three = await untilShared([2, 1, 1]);
  expect(moved(two, three)).toBe(1);

  await Promise.all([system.stop(second), system.stop(third)]);
  const again = await untilShared([4]);
  const stayed = new Set(
    three
      .filter(({ owner }) => again.some((lease) => lease.owner === owner))
      .map(({ epoch, partition }) => `${String(partition)}@${epoch}`),
  );
  expect(again.filter(({ partition, epoch }) => stayed.has(`${String(partition)}@${epoch}`))).toHaveLength(stayed.size);
  expect(owned(first)).toBe(4);

  await expectLedger(await end());
});

test('an instance that died leaves its partitions to the others, who keep theirs', async () => {
  system = await LedgerSystem.create();
  await system.startAccounts();
  const first = await system.startLedger();
  const end = load();
  await untilShared([4]);
  // It said a moment ago that it lives, and took two partitions; then it was killed.
  await system.ledger.query(
    `with died as (insert into consumer_instance (instance, heartbeat_at, streams)
                   values (gen_random_uuid(), clock_timestamp() - interval '400 milliseconds', '{accounts-stream}') returning instance)
     update consumer_lease set owner = died.instance, epoch = epoch + 1 from died where partition < 2`,
  );
  const before = await leases();

  const after = await untilShared([4]);

  expect(moved(before, after)).toBe(2);
  expect(owned(first)).toBe(4);
  await expectLedger(await end());
});

test('an instance that does not handle the stream has no share of it, and one of a release that does not say counts', async () => {
  system = await LedgerSystem.create();
  await system.ledger.query(
    `insert into consumer_instance (instance, heartbeat_at, streams)
     values (gen_random_uuid(), clock_timestamp() + interval '1 hour', '{other-stream}')`,
  );
  await system.startLedger();
  await untilShared([4]);

  await system.ledger.query(
    `insert into consumer_instance (instance, heartbeat_at) values (gen_random_uuid(), clock_timestamp() + interval '1 hour')`,
  );
  await eventually(async () => expect((await leases()).filter(({ owner }) => owner === null)).toHaveLength(2));
});

const owned = (runtime: EventRuntime): number => runtime.status.consumers.partitions[accountsStream.address] ?? 0;
