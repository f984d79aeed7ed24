/**
 * Goal: whatever a stream store loses or refuses, each committed change is one line of the ledger, in the order of its account.
 * Method: both services of the ledger contract, real PostgreSQL, on Redis, on a Redis Cluster and on the broker in memory; the store is broken in
 * mid-flow. What one test leaves in it is under keys of its own.
 */
import { eventually } from '../../infrastructure/test-infrastructure.js';
import { LedgerSystem } from '../../integration/ledger-system.js';
import { openMemory, openRedis, openRedisCluster, type OpenStore, type Store } from './stores.js';

// One at least for each partition.
const accountNames = ['ada', 'max', 'cleo', 'dan', 'eve'];
const changesEach = 40;
const group = 'ledger-service';

describe.each<[string, OpenStore]>([
  ['Redis', openRedis],
  ['a Redis Cluster', openRedisCluster],
  ['the broker in memory', openMemory],
])('on %s', (_name: string, open: OpenStore) => {
  let store: Store;
  let system: LedgerSystem;

  // A Cluster takes two seconds to serve its first write.
  beforeAll(async () => (store = await open()));
  afterAll(async () => store.close());
  beforeEach(async () => {
    system = await LedgerSystem.create({ connectBroker: store.connect });
    await system.startAccounts();
    await system.startLedger();
  });
  afterEach(async () => {
    await store.heal();
    await system.close();
  });

  /** Changes every account, and does `damage` three times meanwhile. */
  const changeWhile = async (damage: () => Promise<void>): Promise<void> => {
    for (let n = 1; n <= changesEach; n++) {
      await Promise.all(accountNames.map(async (name) => system.change(name, n)));
      if (n % 10 === 5 && n < changesEach - 5) await damage();
    }
  };

  const expectLedger = async (names = accountNames, count = changesEach): Promise<void> => {
    const complete = names.map((name) => [name, Array.from({ length: count }, (_, index) => index + 1)]);
    await eventually(async () => {
      const lines = await system.lines();
      const changesOf = (name: string) => lines.filter(({ accountId }) => accountId === name).map(({ n }) => n);
      expect(names.map((name) => [name, changesOf(name)])).toEqual(complete);
    });
  };

  const inEveryStream = async (damage: (key: string) => Promise<unknown>): Promise<void> => {
    await eventually(async () => {
      for (const key of system.keys()) expect(await store.ids(key)).not.toEqual([]);
    });
    await Promise.all(system.keys().map(damage));
  };

  test('nothing is wrong', async () => {
    await changeWhile(async () => undefined);
    await expectLedger();
  });

  test('everything is lost, again and again', async () => {
    await changeWhile(store.loseEverything);
    await expectLedger();
  });

  test('streams lose their tails', async () => {
    await changeWhile(async () => inEveryStream(async (key) => store.loseTail(key, 7)));
    await expectLedger();
  });

  test('a stream is deleted', async () => {
    await changeWhile(async () => inEveryStream(store.deleteStream));
    await expectLedger();
  });

  test('groups are destroyed, and a foreign reader takes entries', async () => {
    await changeWhile(async () =>
      inEveryStream(async (key) => {
        await store.readForeign(key, group, 5).catch(() => []); // its group may be gone
        await store.destroyGroup(key, group);
      }),
    );
    await expectLedger();
    await eventually(async () => {
      const { relay } = store.connect();
      const groups = await Promise.all(system.keys().map(async (key) => relay.groups(key)));
      expect(groups.flat()).toMatchObject(system.keys().map(() => ({ name: group, pending: 0, lag: 0 })));
    });
  });

  test.each(['OOM', 'READONLY'] as const)('it refuses for a while: %s', async (refusal) => {
    const meanwhile = accountNames.map((name) => `${name}-meanwhile`);
    let times = 0;
    await changeWhile(async () => {
      await store.refuse(refusal);
      times += 1;
      for (const name of meanwhile) await system.change(name, times);
      await store.heal();
    });
    await expectLedger();
    await expectLedger(meanwhile, times);
  });
});
