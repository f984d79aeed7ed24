import { PartitionFeed, type FedEntries } from './partition-feed.js';

const never = new AbortController().signal;
const feedOf = (entriesMax = 3): { feed: PartitionFeed; wanted: () => number } => {
  let wants = 0;
  const feed = new PartitionFeed({
    key: 'orders-stream.0',
    stream: 'orders-stream',
    entriesMax,
    onWant: () => wants++,
    onClose: () => undefined,
  });
  return { feed, wanted: () => wants };
};
const entries = (...ids: string[]) => ids.map((id) => [id, ['type', 'X']] as const);
const gapless = Promise.resolve(true);
const ids = ({ entries: taken }: FedEntries): string[] => taken.map(({ entryId }) => entryId);

describe('feed of a partition', () => {
  test('wants nothing before it knows a position', () => {
    const { feed } = feedOf();
    expect(feed.cursor).toBeUndefined();
    feed.restart('5-0');
    expect(feed.cursor).toBe('5-0');
  });

  test('gives what was read in order, and wants no more while enough is waiting', async () => {
    const { feed, wanted } = feedOf(3);
    feed.restart('0-0');
    feed.push(entries('1-1', '1-2', '1-3'), gapless);
    expect(feed.cursor).toBeUndefined();
    expect(wanted()).toBe(1);

    expect(ids(await feed.take(2, 0, never))).toEqual(['1-1', '1-2']);
    expect(feed.cursor).toBe('1-3');
    expect(wanted()).toBe(2);
    expect(ids(await feed.take(2, 0, never))).toEqual(['1-3']);
  });

  test('waits for entries, and for no longer than it was told', async () => {
    const { feed } = feedOf();
    feed.restart('0-0');
    const taking = feed.take(10, 60_000, never);
    feed.push(entries('1-1'), gapless);
    expect(ids(await taking)).toEqual(['1-1']);
    expect(ids(await feed.take(10, 1, never))).toEqual([]);
  });

  test('forgets what was read when it is put back', async () => {
    const { feed } = feedOf();
    feed.restart('0-0');
    feed.push(entries('1-1', '1-2'), gapless);
    feed.restart('1-1');
    feed.push(entries('1-2'), gapless);
    expect(ids(await feed.take(10, 0, never))).toEqual(['1-2']);
  });

  test('tells of a gap with all that follows it, until it is put back', async () => {
    const { feed } = feedOf();
    feed.restart('0-0');
    feed.push(entries('1-1'), gapless);
    const before = await feed.take(1, 0, never);
    feed.push(entries('3-1'), Promise.resolve(false));
    const after = await feed.take(10, 0, never);
    feed.push(entries('3-2'), gapless);
    const later = await feed.take(10, 0, never);
    feed.restart('1-1');
    feed.push(entries('2-1'), gapless);
    const again = await feed.take(10, 0, never);

    const answers = await Promise.all([before, after, later, again].map(async ({ isGapless }) => isGapless));
    expect(answers).toEqual([true, false, false, true]);
  });

  test('lets whoever takes entries hear that nobody can tell', async () => {
    const { feed } = feedOf();
    feed.restart('0-0');
    feed.push(entries('1-1'), Promise.reject(new Error('gone')));
    await expect((await feed.take(10, 0, never)).isGapless).rejects.toThrow('gone');
  });

  test('throws what the read failed with, once', async () => {
    const { feed } = feedOf();
    feed.restart('0-0');
    feed.fail(new Error('gone'));
    await expect(feed.take(10, 0, never)).rejects.toThrow('gone');
    expect(ids(await feed.take(10, 0, never))).toEqual([]);
  });
});
