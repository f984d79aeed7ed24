/** What a stream holds, as its readers get it. */
import { streamKey, type ChannelDefinition } from '@streampact/runtime';
import { Redis } from 'ioredis';
import { testRedisUrl } from '../../../../tests/infrastructure/test-infrastructure.js';

export interface StreamEvent {
  readonly id: string;
  readonly type: string;
  readonly aggregateId: string;
  readonly correlationId: string;
  readonly causationId: string | undefined;
  readonly data: Readonly<Record<string, unknown>>;
}

export class StreamReader {
  readonly #redis = new Redis(testRedisUrl());
  readonly #keyPrefix: string;

  constructor(keyPrefix: string) {
    this.#keyPrefix = keyPrefix;
  }

  /** The events about one aggregate, in their order. */
  async eventsOf(channel: ChannelDefinition, aggregateId: string): Promise<readonly StreamEvent[]> {
    const events = await Promise.all(this.#keys(channel).map(async (key) => this.#read(key)));
    return events.flat().filter((event) => event.aggregateId === aggregateId);
  }

  /** Appends an entry again, as a redelivery with another entry id would look. */
  async appendAgain(channel: ChannelDefinition, eventId: string): Promise<void> {
    for (const key of this.#keys(channel)) {
      for (const [, fields] of await this.#redis.xrange(key, '-', '+')) {
        if (fields.includes(eventId)) await this.#redis.xadd(key, '*', ...fields);
      }
    }
  }

  close(): void {
    this.#redis.disconnect();
  }

  #keys({ address, partitions }: ChannelDefinition): readonly string[] {
    return Array.from({ length: partitions }, (_, partition) =>
      streamKey({ prefix: this.#keyPrefix, address, partition, partitions }),
    );
  }

  async #read(key: string): Promise<readonly StreamEvent[]> {
    const entries = await this.#redis.xrange(key, '-', '+');
    return entries.map(([, fields]) => {
      const value = (name: string): string | undefined => {
        const at = fields.indexOf(name);
        return at < 0 ? undefined : fields[at + 1];
      };
      return {
        id: value('id') ?? '',
        type: value('type') ?? '',
        aggregateId: value('aggregateId') ?? '',
        correlationId: value('correlationId') ?? '',
        causationId: value('causationId'),
        // Published by a generated publisher: its data is an object.
        data: JSON.parse(value('data') ?? '{}') as Record<string, unknown>,
      };
    });
  }
}
