/**
 * Goal: Redis, a Redis Cluster and the broker in memory cannot be told apart by the runtime. Method: one suite of what the port promises, and of
 * what others do to a stream store, for each.
 */
import type { Broker, Entry, ReadEntry } from '@streampact/runtime';
import { eventually } from '../../infrastructure/test-infrastructure.js';
import { openMemory, openRedis, openRedisCluster, type OpenStore, type Store } from './stores.js';

const names = ['who', 'what'];
const idOf = (n: number): string => `1000-${String(n)}`;
const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1);
const idsUpTo = (count: number): readonly string[] => upTo(count).map(idOf);
const entry = (n: number): Entry => ({ entryId: idOf(n), values: ['us', String(n)] });
const nowhere = '0-0';

describe.each<[string, OpenStore]>([
  ['Redis', openRedis],
  ['a Redis Cluster', openRedisCluster],
  ['the broker in memory', openMemory],
])('%s', (_name: string, open: OpenStore) => {
  let store: Store;
  let broker: Broker;
  let key: string;
  let keys = 0;

  beforeAll(async () => {
    store = await open();
    broker = store.connect();
  });
  afterAll(async () => store.close());
  beforeEach(() => {
    key = `stream-${String((keys += 1))}`;
  });
  afterEach(async () => store.heal());

  const head = async (): Promise<string | undefined> => (await broker.relay.streams([key]))[0]?.lastId;
  const append = async (expected: string, numbers: readonly number[]): Promise<string | undefined> =>
    broker.relay.append(key, { expected, names, entries: numbers.map(entry) });
  const read = async (after: string, options: { blockMs?: number; countMax?: number } = {}) => {
    const { blockMs = 1, countMax = 100 } = options;
    const found = await broker.consumer.read([{ key, after }], { blockMs, countMax });
    return (found.get(key) ?? []).map(([id]) => id);
  };
  const group = async (name = 'group') => broker.consumer.group(key, name);

  describe('appending', () => {
    test('adds all entries in their order where the stream ends as expected', async () => {
      expect(await append(nowhere, [1, 2, 3])).toBeUndefined();
      expect(await append(idOf(3), [4])).toBeUndefined();
      expect(await store.ids(key)).toEqual(idsUpTo(4));
      expect(await head()).toBe(idOf(4));
    });

    test('changes nothing where the stream ends elsewhere, and tells where', async () => {
      await append(nowhere, [1, 2]);
      expect(await append(idOf(1), [3])).toBe(idOf(2));
      expect(await append(idOf(3), [4])).toBe(idOf(2));
      expect(await append(nowhere, [3])).toBe(idOf(2));
      expect(await store.ids(key)).toEqual(idsUpTo(2));
    });

    test('an append that is sent again is told that it is there', async () => {
      await append(nowhere, [1, 2]);
      expect(await append(nowhere, [1, 2])).toBe(idOf(2));
      expect(await store.ids(key)).toEqual(idsUpTo(2));
    });

    test('several on the wire at once are done in their order, and one that fails stops those behind it', async () => {
      const appends = [append(nowhere, [1]), append(idOf(1), [2]), append('7-7', [3]), append(idOf(3), [4])];
      expect(await Promise.all(appends)).toEqual([undefined, undefined, idOf(2), idOf(2)]);
    });

    test('leaves fields without a value out', async () => {
      await broker.relay.append(key, {
        expected: nowhere,
        names: ['a', 'b', 'c'],
        entries: [{ entryId: idOf(1), values: ['1', '', 'ü\n'] }],
      });
      expect(await store.fieldsOf(key, idOf(1))).toEqual(['a', '1', 'c', 'ü\n']);
    });

    test('ids are compared as numbers, however long', async () => {
      const ids = ['9-10', '10-9', '10-18446744073709551615'];
      const entries = ids.map((entryId) => ({ entryId, values: ['us', ''] }));
      expect(await broker.relay.append(key, { expected: nowhere, names, entries })).toBeUndefined();
      expect(await read('9-10')).toEqual(ids.slice(1));
    });
  });

  describe('heads', () => {
    test('a stream that is missing ends before every entry', async () => {
      await append(nowhere, [1]);
      const streams = await broker.relay.streams([key, `${key}-missing`]);
      expect(streams.map(({ lastId }) => lastId)).toEqual([idOf(1), nowhere]);
    });

    test('a stream ends where it ended, whatever was trimmed', async () => {
      await append(nowhere, [1, 2]);
      await broker.relay.trim(key, idOf(9));
      expect(await head()).toBe(idOf(2));
      expect(await append(idOf(2), [3])).toBeUndefined();
    });

    test('can be raised, also of a stream that is missing: entries come after it', async () => {
      expect(await broker.relay.raiseHead(key, { expected: nowhere, to: idOf(5) })).toBe(true);
      expect(await head()).toBe(idOf(5));
      expect(await store.ids(key)).toEqual([]);
      expect(await broker.relay.groups(key)).toEqual([]);
      expect(await append(idOf(5), [6])).toBeUndefined();
    });

    test('are not raised where the stream ends elsewhere', async () => {
      await append(nowhere, [1]);
      expect(await broker.relay.raiseHead(key, { expected: nowhere, to: idOf(5) })).toBe(false);
      expect(await head()).toBe(idOf(1));
    });

    test('cannot be put below an entry', async () => {
      await append(nowhere, [1, 2]);
      await expect(broker.relay.raiseHead(key, { expected: idOf(2), to: idOf(1) })).rejects.toThrow(
        'smaller than the target stream top item',
      );
      expect(await head()).toBe(idOf(2));
    });
  });

  describe('groups', () => {
    test('are created where they are told to stand, with the stream if it is missing', async () => {
      expect(await broker.relay.groups(key)).toEqual([]);
      await broker.relay.createGroup(key, 'late', idOf(2));
      await broker.relay.createGroup(key, 'early', nowhere);
      await append(nowhere, [1, 2, 3]);
      expect(await broker.relay.groups(key)).toMatchObject([
        { name: 'early', lastDeliveredId: nowhere, pending: 0 },
        { name: 'late', lastDeliveredId: idOf(2), pending: 0 },
      ]);
    });

    test('that are there stay as they are', async () => {
      await append(nowhere, [1, 2]);
      await broker.relay.createGroup(key, 'group', idOf(1));
      await broker.relay.createGroup(key, 'group', nowhere);
      expect(await group()).toMatchObject({ lastDeliveredId: idOf(1) });
    });

    test('show a new position, forwards and backwards', async () => {
      await append(nowhere, [1, 2, 3]);
      await broker.relay.createGroup(key, 'group', nowhere);
      await broker.consumer.showPosition(key, 'group', idOf(3));
      expect(await group()).toMatchObject({ lastDeliveredId: idOf(3) });
      await broker.consumer.showPosition(key, 'group', idOf(1));
      expect(await group()).toMatchObject({ lastDeliveredId: idOf(1) });
    });

    test('are moved where they are told to stand, if they are there', async () => {
      await append(nowhere, [1, 2]);
      const move = async (): Promise<void> => broker.relay.moveGroup(key, 'group', idOf(1));
      await expect(move()).rejects.toThrow('NOGROUP');
      await broker.relay.createGroup(key, 'group', idOf(2));
      await move();
      expect(await group()).toMatchObject({ lastDeliveredId: idOf(1) });
    });

    test('that are missing cannot show anything, and are none', async () => {
      const show = async (): Promise<void> => broker.consumer.showPosition(key, 'group', idOf(1));
      await expect(show()).rejects.toThrow('requires the key to exist');
      await append(nowhere, [1]);
      await expect(show()).rejects.toThrow('NOGROUP');
      expect(await group()).toBeUndefined();
    });

    test('tell their lag where the number of entries read is known', async () => {
      await append(nowhere, upTo(5));
      await broker.relay.createGroup(key, 'group', nowhere);
      expect(await group()).toMatchObject({ lag: 5 });
      await broker.consumer.showPosition(key, 'group', idOf(2), 2);
      expect(await group()).toMatchObject({ lag: 3 });
      await append(idOf(5), [6]);
      expect(await group()).toMatchObject({ lag: 4 });
      await broker.consumer.showPosition(key, 'group', idOf(6), 6);
      expect(await group()).toMatchObject({ lag: 0 });
      expect(await broker.consumer.stream(key)).toMatchObject({ entriesAdded: 6 });
    });

    test('show what a foreign reader took and did not acknowledge', async () => {
      await append(nowhere, upTo(4));
      await broker.relay.createGroup(key, 'group', nowhere);
      expect(await store.readForeign(key, 'group', 3)).toEqual(idsUpTo(3));
      expect(await group()).toMatchObject({ pending: 3, lowestPendingId: idOf(1), lastDeliveredId: idOf(3) });
    });

    test('are repaired: created, put to the position, and what lies before it acknowledged', async () => {
      await append(nowhere, upTo(4));
      await broker.consumer.repairGroup(key, 'group', idOf(2));
      expect(await group()).toMatchObject({ lastDeliveredId: idOf(2), pending: 0 });
      await store.readForeign(key, 'group', 2);
      await broker.consumer.repairGroup(key, 'group', idOf(3));
      expect(await group()).toMatchObject({ lastDeliveredId: idOf(3), pending: 1, lowestPendingId: idOf(4) });
      await broker.consumer.repairGroup(key, 'group', idOf(4));
      expect((await group())?.lowestPendingId).toBeUndefined();
    });

    test('can be repaired before their stream is there', async () => {
      await broker.consumer.repairGroup(key, 'group', idOf(2));
      expect(await group()).toMatchObject({ lastDeliveredId: idOf(2) });
    });
  });

  describe('trimming', () => {
    test('never removes the entry that it names, or a later one', async () => {
      await append(nowhere, upTo(450));
      await broker.relay.trim(key, idOf(401));
      const left = await store.ids(key);
      expect(left).toEqual(expect.arrayContaining(idsUpTo(450).slice(400)));
      expect(left.length).toBeLessThan(450);
    });

    test('removes nothing that a group has not come to yet', async () => {
      await append(nowhere, upTo(450));
      await broker.relay.createGroup(key, 'ahead', idOf(440));
      await broker.relay.createGroup(key, 'group', idOf(300));
      await broker.relay.trim(key, idOf(421), { exactly: true });
      expect(await store.ids(key)).toEqual(idsUpTo(450).slice(299));
      expect(await broker.consumer.stream(key)).toMatchObject({ beginsAfter: idOf(300) });
    });

    test('does not count as lost what it removed: numbers and positions stay', async () => {
      await append(nowhere, upTo(450));
      await broker.relay.createGroup(key, 'group', idOf(420));
      await broker.relay.trim(key, idOf(421));
      expect(await broker.consumer.stream(key)).toMatchObject({ entriesAdded: 450 });
      expect(await group()).toMatchObject({ lastDeliveredId: idOf(420) });
      expect(await read(idOf(420))).toEqual(idsUpTo(450).slice(420));
    });

    test('says where the stream begins, as a raised end does', async () => {
      await append(nowhere, upTo(450));
      expect(await broker.consumer.stream(key)).toMatchObject({ beginsAfter: nowhere });
      await broker.relay.trim(key, idOf(421));
      await broker.relay.trim(key, idOf(17));
      expect(await broker.consumer.stream(key)).toMatchObject({ lastId: idOf(450), beginsAfter: idOf(421) });
      await broker.relay.raiseHead(key, { expected: idOf(450), to: idOf(500) });
      expect(await broker.consumer.stream(key)).toMatchObject({ lastId: idOf(500), beginsAfter: idOf(500) });
    });

    test('of a stream that is missing does nothing, and so does its removal', async () => {
      await broker.relay.trim(key, idOf(1));
      await broker.relay.remove(key);
      expect(await head()).toBe(nowhere);
      expect(await broker.consumer.stream(key)).toMatchObject({ entriesAdded: 0 });
    });

    test('a stream that was removed begins anew', async () => {
      await append(nowhere, [5]);
      await broker.relay.createGroup(key, 'group', nowhere);
      await broker.relay.remove(key);
      expect(await head()).toBe(nowhere);
      expect(await group()).toBeUndefined();
      expect(await append(nowhere, [1])).toBeUndefined();
    });
  });

  describe('reading', () => {
    test('gives what follows each cursor, at most so many of each', async () => {
      const second = `${key}-second`;
      await append(nowhere, upTo(4));
      await broker.relay.append(second, { expected: nowhere, names, entries: [entry(1), entry(2)] });
      const cursors = [
        { key, after: idOf(1) },
        { key: second, after: nowhere },
        { key: `${key}-missing`, after: nowhere },
      ];
      const found = new Map<string, readonly ReadEntry[]>();
      // What is on another node may come with the next read.
      await eventually(async () => {
        const wanted = cursors.filter((cursor) => !found.has(cursor.key));
        for (const [name, entries] of await broker.consumer.read(wanted, { countMax: 2, blockMs: 1 })) {
          found.set(name, entries);
        }
        expect(found.size).toBe(2);
      });
      expect(found.get(key)?.map(([id]) => id)).toEqual([idOf(2), idOf(3)]);
      expect(found.get(second)?.map(([id]) => id)).toEqual([idOf(1), idOf(2)]);
      expect(found.get(key)?.[0]).toEqual([idOf(2), ['who', 'us', 'what', '2']]);
    });

    test('waits for an entry, also in a stream that is missing yet', async () => {
      const reading = read(nowhere, { blockMs: 5_000 });
      await append(nowhere, [1]);
      expect(await reading).toEqual([idOf(1)]);
    });

    test('waits for an entry above its cursor, not for any', async () => {
      await append(nowhere, [1]);
      const reading = read(idOf(2), { blockMs: 5_000 });
      await append(idOf(1), [2]);
      await append(idOf(2), [3]);
      expect(await reading).toEqual([idOf(3)]);
    });

    test('ends empty when nothing comes', async () => {
      expect(await read(nowhere, { blockMs: 20 })).toEqual([]);
    });

    test('ends empty when it is interrupted, and the next one is not', async () => {
      const reading = read(nowhere, { blockMs: 30_000 });
      broker.consumer.interrupt();
      expect(await reading).toEqual([]);
      broker.consumer.interrupt(); // nothing is under way
      const next = read(nowhere, { blockMs: 5_000 });
      await append(nowhere, [1]);
      expect(await next).toEqual([idOf(1)]);
    });

    test('goes on from its cursor when the stream is deleted and built again under it', async () => {
      await append(nowhere, [1, 2]);
      const reading = read(idOf(2), { blockMs: 5_000 });
      await store.deleteStream(key);
      await append(nowhere, [1, 2]);
      await append(idOf(2), [3]);
      expect(await reading).toEqual([idOf(3)]);
    });

    test('a connection that is closed does not leave it waiting', async () => {
      const leaving = store.connect();
      const reading = leaving.consumer.read([{ key, after: nowhere }], { countMax: 1, blockMs: 30_000 });
      await Promise.allSettled([leaving.relay.streams([key])]);
      leaving.close();
      await expect(reading).rejects.toThrow('Connection is closed');
    });
  });

  describe('losing data', () => {
    test('everything: streams and groups are gone, and begin anew', async () => {
      await append(nowhere, [1, 2]);
      await broker.relay.createGroup(key, 'group', nowhere);
      await store.loseEverything();
      expect(await head()).toBe(nowhere);
      expect(await group()).toBeUndefined();
      expect(await append(idOf(2), [3])).toBe(nowhere);
      expect(await append(nowhere, [1, 2, 3])).toBeUndefined();
    });

    test('the tail: the same ids can be appended again', async () => {
      await append(nowhere, upTo(5));
      await store.loseTail(key, 2);
      expect(await append(idOf(5), [6])).toBe(idOf(3));
      expect(await append(idOf(3), [4, 5, 6])).toBeUndefined();
      expect(await store.ids(key)).toEqual(idsUpTo(6));
    });

    test('the tail, all of it: the stream begins anew', async () => {
      await append(nowhere, upTo(2));
      await store.loseTail(key, 9);
      expect(await append(nowhere, [1])).toBeUndefined();
    });

    test('a group: the others and the entries stay', async () => {
      await append(nowhere, [1]);
      await broker.relay.createGroup(key, 'group', nowhere);
      await broker.relay.createGroup(key, 'other', nowhere);
      await store.destroyGroup(key, 'group');
      expect((await broker.relay.groups(key)).map(({ name }) => name)).toEqual(['other']);
      expect(await store.ids(key)).toEqual(idsUpTo(1));
    });

    test('an entry of somebody else raises the head, and shows at the next append', async () => {
      await append(nowhere, [1]);
      const foreign = await store.appendForeign(key);
      expect(await append(idOf(1), [2])).toBe(foreign);
      expect(await head()).toBe(foreign);
    });
  });

  describe('refusing', () => {
    test('out of memory: nothing can be appended or created, but read, shown and trimmed', async () => {
      await append(nowhere, [1, 2]);
      await broker.relay.createGroup(key, 'group', nowhere);
      await store.refuse('OOM');
      await expect(append(idOf(2), [3])).rejects.toThrow('OOM');
      await expect(broker.relay.createGroup(key, 'other', nowhere)).rejects.toThrow('OOM');
      await expect(broker.relay.raiseHead(key, { expected: idOf(2), to: idOf(5) })).rejects.toThrow('OOM');
      expect(await read(idOf(1))).toEqual([idOf(2)]);
      await broker.consumer.showPosition(key, 'group', idOf(1));
      await broker.relay.trim(key, idOf(1));
      await store.heal();
      expect(await append(idOf(2), [3])).toBeUndefined();
      expect(await group()).toMatchObject({ lastDeliveredId: idOf(1) });
    });

    test.each(['OOM', 'READONLY'] as const)('%s: a mismatch is told, for nothing would be written', async (refusal) => {
      await append(nowhere, [1, 2]);
      await store.refuse(refusal);
      expect(await append(idOf(1), [2])).toBe(idOf(2));
      expect(await broker.relay.raiseHead(key, { expected: idOf(1), to: idOf(5) })).toBe(false);
    });

    test('read-only: nothing can be written at all, but read', async () => {
      await append(nowhere, [1, 2]);
      await broker.relay.createGroup(key, 'group', nowhere);
      await store.refuse('READONLY');
      const writes = [
        async () => append(idOf(2), [3]),
        async () => broker.relay.trim(key, idOf(2)),
        async () => broker.relay.moveGroup(key, 'group', idOf(1)),
        async () => broker.relay.remove(key),
        async () => broker.consumer.showPosition(key, 'group', idOf(1)),
        async () => broker.consumer.repairGroup(key, 'group', idOf(1)),
      ];
      for (const write of writes) await expect(write()).rejects.toThrow(store.readOnlyError);
      expect(await read(idOf(1))).toEqual([idOf(2)]);
      await store.heal();
      expect(await store.ids(key)).toEqual(idsUpTo(2));
    });

    test('frozen: a read does not hang, and what was sent is done afterwards', async () => {
      await append(nowhere, [1]);
      await store.freeze();
      const late = append(idOf(1), [2]).catch(() => 'gave up');
      await expect(read(idOf(1), { blockMs: 100 })).rejects.toThrow(/closed|retries|timed out/);
      await store.heal();
      await late;
      await eventually(async () => expect(await store.ids(key)).toEqual(idsUpTo(2)));
      await eventually(async () => expect(await read(idOf(1))).toEqual([idOf(2)]));
    });
  });

  test('says what it is', async () => {
    const properties = await broker.relay.properties();
    expect(properties.version).toMatch(/^\d+\.\d+\.\d+/);
    expect(properties).toMatchObject({ maxBytes: 0, evictionPolicy: 'noeviction' });
    expect(properties.usedBytes).toBeGreaterThanOrEqual(0);
  });
});
