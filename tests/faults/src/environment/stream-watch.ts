/**
 * Looks at every stream while a run goes on, and remembers each entry by its id, also across flushes: an id that comes back
 * with another content, or an event that comes back under another id, is a conflict.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { redisNodes, type RedisNodes } from '@streampact/runtime';
import type { EntryConflict } from '../history.js';

const lookEveryMs = 120;
/** Most looks read what is new; every so manieth reads everything that is there. */
const fullEvery = 6;

export class StreamWatch {
  readonly #redis: RedisNodes;
  readonly #streams: readonly WatchedStream[];
  readonly conflicts: EntryConflict[] = [];
  #isStopping = false;
  #running: Promise<void>;

  constructor(url: string, keys: readonly string[]) {
    this.#redis = redisNodes(url, { name: 'fault-watch', commandTimeoutMs: 2_000 });
    this.#streams = keys.map((key) => new WatchedStream(key));
    this.#running = this.#run();
  }

  /** How many entries were seen in all. */
  get entryCount(): number {
    return this.#streams.reduce((sum, { count }) => sum + count, 0);
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.#running;
    await this.#look(true);
    this.#redis.close();
  }

  async #run(): Promise<void> {
    for (let look = 1; !this.#isStopping; look++) {
      await this.#look(look % fullEvery === 0);
      await sleep(lookEveryMs);
    }
  }

  async #look(isFull: boolean): Promise<void> {
    await Promise.all(
      this.#streams.map(async (stream) => {
        const from = isFull ? '-' : `(${stream.lastId}`;
        const entries = await this.#redis
          .run(stream.key, async (redis) => redis.xrange(stream.key, from, '+'))
          .catch(() => []); // a fault; the next look tells
        for (const [id, fields] of entries) {
          const conflict = stream.see(id, fields);
          if (conflict) this.conflicts.push(conflict);
        }
      }),
    );
  }
}

class WatchedStream {
  lastId = '0-0';
  readonly #contents = new Map<string, string>();
  readonly #entryIds = new Map<string, string>();

  constructor(readonly key: string) {}

  get count(): number {
    return this.#contents.size;
  }

  see(entryId: string, fields: readonly string[]): EntryConflict | undefined {
    this.lastId = entryId;
    const content = JSON.stringify(fields);
    const known = this.#contents.get(entryId);
    if (known === content) return undefined;
    this.#contents.set(entryId, content);
    if (known !== undefined) {
      return this.#conflict('content', entryId, `Entry ${entryId} of ${this.key} was ${known} and became ${content}.`);
    }
    const eventId = fields[fields.indexOf('id') + 1] ?? '';
    const before = this.#entryIds.get(eventId);
    this.#entryIds.set(eventId, entryId);
    if (before === undefined) return undefined;
    return this.#conflict(
      'entry-id',
      entryId,
      `Event ${eventId} stands in ${this.key} as ${before} and as ${entryId}.`,
    );
  }

  #conflict(kind: EntryConflict['kind'], entryId: string, sentence: string): EntryConflict {
    return { kind, stream: this.key, entryId, sentence };
  }
}
