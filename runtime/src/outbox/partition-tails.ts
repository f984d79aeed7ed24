/** Every partition that this database has entries for: those of the contract, and those that an earlier contract left behind. */
import type { PoolClient } from 'pg';
import type { GroupState, RelayBroker, StreamState } from '../broker/broker.js';
import type { ServiceDefinition } from '../contract/definitions.js';
import { streamKey } from '../streams/stream-keys.js';
import { writtenStreams } from './channels.js';
import { loadGroups } from './group-registry.js';
import { PartitionTail, type PartitionTailOptions } from './partition-tail.js';

/** Retention of a stream that the contract no longer has. */
const retentionDefaultMs = 7 * 86_400_000;

export class PartitionTails {
  readonly #tails = new Map<string, PartitionTail>();

  constructor(
    readonly broker: RelayBroker,
    readonly keyPrefix: string,
    service: ServiceDefinition,
  ) {
    for (const { address, partitions, groups, retentionMs } of writtenStreams(service)) {
      for (let partition = 0; partition < partitions; partition++) {
        this.#add({ stream: address, partition, partitions, groups, retentionMs });
      }
    }
  }

  get all(): readonly PartitionTail[] {
    return [...this.#tails.values()];
  }

  /** @param partitions – of a stream that the contract no longer has, with entries from before; more than 1 if unknown */
  get(stream: string, partition: number, partitions = 2): PartitionTail {
    return (
      this.#tails.get(nameOf(stream, partition)) ??
      this.#add({ stream, partition, partitions, groups: [], retentionMs: retentionDefaultMs })
    );
  }

  /** What PostgreSQL knows: assigned ids, floors, and how far the groups were. */
  async load(client: PoolClient): Promise<void> {
    const result = await client.query<{
      stream: string;
      partition: number;
      assigned_id: string;
      floor_id: string;
      partitions: number | null;
    }>(
      `select p.stream, p.partition, p.assigned_id, p.floor_id, c.partitions
       from outbox_partition p left join outbox_channel c on c.stream = p.stream`,
    );
    for (const { stream, partition, partitions, assigned_id, floor_id } of result.rows) {
      const tail = this.get(stream, partition, partitions ?? undefined);
      tail.assignedId = assigned_id;
      tail.floorId = floor_id;
      tail.confirmed.clear();
    }
    for (const { stream, partition, name, confirmedId } of await loadGroups(client)) {
      this.get(stream, partition).confirmed.set(name, confirmedId);
    }
  }

  /** The streams as the broker shows them, in the order of `all`. */
  async streams(): Promise<readonly StreamState[]> {
    return this.broker.streams(this.all.map(({ key }) => key));
  }

  /** Their groups, in the same order. */
  async groups(): Promise<readonly (readonly GroupState[])[]> {
    return Promise.all(this.all.map(async ({ key }) => this.broker.groups(key)));
  }

  #add(place: Omit<PartitionTailOptions, 'broker' | 'key'> & { readonly partitions: number }): PartitionTail {
    const key = streamKey({ ...place, prefix: this.keyPrefix, address: place.stream });
    const tail = new PartitionTail({ ...place, broker: this.broker, key });
    this.#tails.set(nameOf(place.stream, place.partition), tail);
    return tail;
  }
}

const nameOf = (stream: string, partition: number): string => `${stream}.${String(partition)}`;
