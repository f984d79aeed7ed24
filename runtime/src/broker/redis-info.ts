/** Reads what Redis answers to XINFO and INFO. */
import type { Redis } from 'ioredis';
import type { BrokerProperties, GroupState, StreamState } from './broker.js';

/** XINFO answers with name, value, name, value … */
const field = (fields: readonly unknown[], name: string): unknown => {
  const at = fields.indexOf(name);
  return at === -1 ? undefined : fields[at + 1];
};

/** Also where the stream itself is missing. */
export const isMissingGroup = (error: unknown): boolean =>
  error instanceof Error &&
  (error.message.startsWith('NOGROUP') || error.message.includes('requires the key to exist'));

export const isMissingStream = (error: unknown): boolean =>
  error instanceof Error && error.message.includes('no such key');

export const streamState = async (redis: Redis, key: string): Promise<StreamState> => {
  try {
    const info = (await redis.xinfo('STREAM', key)) as unknown[];
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
export const groupStates = async (redis: Redis, key: string): Promise<readonly GroupState[]> => {
  let groups: unknown[][];
  try {
    groups = (await redis.xinfo('GROUPS', key)) as unknown[][];
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
      const lowest = pending === 0 ? undefined : (await redis.xpending(key, name))[1];
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

/** By INFO, which is allowed where CONFIG is not. */
export const redisProperties = async (redis: Redis): Promise<BrokerProperties> => {
  const values = new Map<string, string>();
  for (const line of (await redis.info()).split('\r\n')) {
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
