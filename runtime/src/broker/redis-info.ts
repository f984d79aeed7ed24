/** Reads what Redis answers to XREAD, XINFO and INFO. */
import type { BrokerProperties, GroupState, ReadEntry, StreamState } from './broker.js';
import type { RedisNodes } from './redis-nodes.js';

/** XINFO answers with name, value, name, value … */
const field = (fields: readonly unknown[], name: string): unknown => {
  const at = fields.indexOf(name);
  return at === -1 ? undefined : fields[at + 1];
};

/** By stream. XREAD answers null if nothing came in time. */
export const entriesOf = (
  answer: [key: string, entries: [id: string, fields: string[] | null][]][] | null,
): ReadonlyMap<string, readonly ReadEntry[]> =>
  new Map((answer ?? []).map(([key, entries]) => [key, entries.map(([id, fields]): ReadEntry => [id, fields ?? []])]));

/** Also where the stream itself is missing. */
export const isMissingGroup = (error: unknown): boolean =>
  error instanceof Error &&
  (error.message.startsWith('NOGROUP') || error.message.includes('requires the key to exist'));

export const isMissingStream = (error: unknown): boolean =>
  error instanceof Error && error.message.includes('no such key');

export const streamState = async (nodes: RedisNodes, key: string): Promise<StreamState> => {
  try {
    const info = (await nodes.run(key, async (redis) => redis.xinfo('STREAM', key))) as unknown[];
    return {
      lastId: String(field(info, 'last-generated-id')),
      beginsAfter: String(field(info, 'max-deleted-entry-id')),
      entriesAdded: Number(field(info, 'entries-added')),
    };
  } catch (error) {
    if (isMissingStream(error)) return { lastId: '0-0', beginsAfter: '0-0', entriesAdded: 0 };
    throw error;
  }
};

/** None for a stream that is missing. */
export const groupStates = async (nodes: RedisNodes, key: string): Promise<readonly GroupState[]> => {
  let groups: unknown[][];
  try {
    groups = (await nodes.run(key, async (redis) => redis.xinfo('GROUPS', key))) as unknown[][];
  } catch (error) {
    if (isMissingStream(error)) return [];
    throw error;
  }
  return Promise.all(
    groups.map(async (fields): Promise<GroupState> => {
      const name = String(field(fields, 'name'));
      const pending = Number(field(fields, 'pending'));
      const lag = field(fields, 'lag');
      // The summary of XPENDING: count, lowest id, highest id, consumers.
      const lowest = pending === 0 ? undefined : (await nodes.run(key, async (redis) => redis.xpending(key, name)))[1];
      return {
        name,
        lastDeliveredId: String(field(fields, 'last-delivered-id')),
        pending,
        ...(typeof lowest === 'string' ? { lowestPendingId: lowest } : {}),
        ...(typeof lag === 'number' ? { lag } : {}),
      };
    }),
  );
};

/**
 * By INFO, which is allowed where CONFIG is not. Of several nodes the least good counts: a guarantee holds if it holds on each,
 * and memory is short when it is on one.
 */
export const redisProperties = async (nodes: RedisNodes): Promise<BrokerProperties> => {
  const each = await Promise.all((await nodes.primaries()).map(async (redis) => propertiesOf(await redis.info())));
  const [first] = each;
  if (!first) throw new Error('CLUSTERDOWN the Redis Cluster has no primary');
  return each.reduce(
    (worst, one): BrokerProperties => ({
      version: isOlder(one.version, worst.version) ? one.version : worst.version,
      ...(fullness(one) > fullness(worst)
        ? { usedBytes: one.usedBytes, maxBytes: one.maxBytes }
        : { usedBytes: worst.usedBytes, maxBytes: worst.maxBytes }),
      evictionPolicy: worst.evictionPolicy === 'noeviction' ? one.evictionPolicy : worst.evictionPolicy,
      isAppendOnly: worst.isAppendOnly && one.isAppendOnly,
    }),
    first,
  );
};

const propertiesOf = (info: string): BrokerProperties => {
  const values = new Map<string, string>();
  for (const line of info.split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) values.set(line.slice(0, colon), line.slice(colon + 1));
  }
  return {
    version: values.get('redis_version') ?? 'unknown',
    usedBytes: Number(values.get('used_memory') ?? 0),
    maxBytes: Number(values.get('maxmemory') ?? 0),
    evictionPolicy: values.get('maxmemory_policy') ?? 'unknown',
    isAppendOnly: values.get('aof_enabled') === '1',
  };
};

const isOlder = (one: string, other: string): boolean => one.localeCompare(other, 'en', { numeric: true }) < 0;

/** Without a limit the one that holds more is the fuller. */
const fullness = ({ usedBytes, maxBytes }: BrokerProperties): number =>
  maxBytes > 0 ? 1 + usedBytes / maxBytes : usedBytes / Number.MAX_SAFE_INTEGER;
