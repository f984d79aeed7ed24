import { redisAddress, redisNodes, type RedisNodes } from '@streampact/runtime';
import { objectIn } from './json-fields.js';

/** An event as a stream holds it. */
export interface StoredEvent {
  readonly id: string;
  readonly type: string;
  readonly at: number;
  readonly stream: string;
  readonly entryId: string;
  readonly causationId: string | undefined;
  readonly data: Readonly<Record<string, unknown>>;
}

const pageEntries = 500;
/** The database's clock makes entry ids, ours made `since`. */
const clockSkewMaxMs = 60_000;

/** The events about some users since a moment, in the order in which they happened. Reads the streams, joins no group. */
export const eventsAbout = async (
  userIds: readonly string[],
  from: { redisUrl: string; keyPrefix: string; redisCaFile?: string; streamKeys?: readonly string[]; since: number },
): Promise<StoredEvent[]> => {
  const nodes = redisNodes(redisAddress(from.redisUrl, from.redisCaFile), { name: 'streampact-story' });
  try {
    const events: StoredEvent[] = [];
    for (const key of from.streamKeys ?? (await streamKeys(nodes, from.keyPrefix))) {
      for await (const event of entriesOf(nodes, key, from.since - clockSkewMaxMs)) {
        if (userIds.includes(String(event.data['userId']))) events.push(event);
      }
    }
    return events.toSorted((a, b) => a.at - b.at || a.entryId.localeCompare(b.entryId));
  } finally {
    nodes.close();
  }
};

/** `users-stream.3`, not the mirrors of dead letters. */
const streamKeys = async (nodes: RedisNodes, prefix: string): Promise<string[]> => {
  const keys = new Set<string>();
  const pattern = `${prefix.replace(/[[\]*?\\^]/g, '\\$&')}*-stream*`;
  for (const redis of await nodes.primaries()) {
    for await (const page of redis.scanStream({ match: pattern, type: 'stream', count: 1_000 })) {
      for (const key of page as string[]) if (!key.includes('.dlq.')) keys.add(key);
    }
  }
  return [...keys].toSorted();
};

async function* entriesOf(nodes: RedisNodes, key: string, sinceMs: number): AsyncGenerator<StoredEvent> {
  for (let from = String(Math.max(0, sinceMs)); ;) {
    const start = from;
    const page = await nodes.run(key, async (redis) => redis.xrange(key, start, '+', 'COUNT', pageEntries));
    for (const [entryId, fields] of page) yield toEvent(key, entryId, fields);
    const last = page.at(-1);
    if (!last || page.length < pageEntries) return;
    from = `(${last[0]}`;
  }
}

const toEvent = (stream: string, entryId: string, fields: readonly string[]): StoredEvent => {
  const value = (name: string): string => {
    for (let at = 0; at < fields.length; at += 2) if (fields[at] === name) return fields[at + 1] ?? '';
    return '';
  };
  return {
    id: value('id'),
    type: value('type'),
    at: Date.parse(value('timestamp')),
    stream,
    entryId,
    causationId: value('causationId') || undefined,
    data: objectIn(JSON.parse(value('data') || '{}')),
  };
};
