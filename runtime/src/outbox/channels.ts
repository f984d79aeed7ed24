/** Streams that a service writes: its channels, and the mirrors of its dead letters. */
import type { Pool } from 'pg';
import type { ServiceDefinition } from '../contract/definitions.js';
import { PartitionCountError } from '../errors/errors.js';
import { deadLetterStream } from '../streams/stream-keys.js';

export interface WrittenStream {
  readonly address: string;
  readonly partitions: number;
  readonly groups: readonly string[];
  readonly retentionMs: number;
}

export const writtenStreams = (service: ServiceDefinition): readonly WrittenStream[] => [
  ...service.channels.map(({ address, partitions, groups, retentionMs }) => ({
    address,
    partitions,
    groups,
    retentionMs,
  })),
  ...Object.values(service.consumers).map(({ channel, group }) => ({
    address: deadLetterStream(channel.address, group),
    partitions: 1,
    groups: [],
    retentionMs: channel.retentionMs,
  })),
];

/** Stores the partition count of each channel at its first use. @throws PartitionCountError – the contract says another one now. */
export const registerStreams = async (pool: Pick<Pool, 'query'>, service: ServiceDefinition): Promise<void> => {
  for (const { address, partitions } of writtenStreams(service)) {
    await pool.query('insert into outbox_channel (stream, partitions) values ($1, $2) on conflict do nothing', [
      address,
      partitions,
    ]);
    const result = await pool.query<{ partitions: number }>('select partitions from outbox_channel where stream = $1', [
      address,
    ]);
    const stored = result.rows[0]?.partitions ?? partitions;
    if (stored !== partitions) throw new PartitionCountError({ stream: address, stored, contract: partitions });
  }
};
