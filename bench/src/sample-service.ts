/** The contract that the measurements use: one stream of eight partitions, a payload like that of an order. */
import type { ChannelDefinition, ConsumerDefinition, MessageDefinition, ServiceDefinition } from '@streampact/runtime';

export interface Placed {
  readonly orderId: string;
  readonly userId: string;
  readonly note: string;
}

export const placed = (n: number): Placed => ({
  orderId: `order-${String(n)}`,
  userId: '0192f1de-58e7-7bd5-9a4e-5f6f3a2b1c0d',
  note: 'a payload of about two hundred bytes, which is what an order with two or three lines comes to when it is written as JSON',
});

export const channel: ChannelDefinition = {
  address: 'bench-stream',
  owner: 'bench-producer',
  partitions: 8,
  retentionMs: 604_800_000,
  groups: ['bench-consumer'],
};

const isPlaced = (data: unknown): data is Placed =>
  typeof data === 'object' && data !== null && 'orderId' in data && typeof data.orderId === 'string';

export const orderPlaced: MessageDefinition<'ORDER_PLACED', Placed> = {
  type: 'ORDER_PLACED',
  name: 'OrderPlaced',
  channel,
  key: 'orderId',
  schemaVersion: '1.0.0',
  validateWrite: isPlaced,
  validateRead: isPlaced,
};

const consumer: ConsumerDefinition = {
  channel,
  group: 'bench-consumer',
  messages: { orderPlaced },
  retry: { attempts: 8, firstDelayMs: 500, maxDelayMs: 300_000, jitter: 0.2 },
  onDeadLetter: 'skip',
  handlerTimeoutMs: 30_000,
};

export const producer: ServiceDefinition = {
  name: 'bench-producer',
  version: '1.0.0',
  channels: [channel],
  consumers: {},
  Publisher: class {},
};

export const consumerService: ServiceDefinition = {
  name: 'bench-consumer',
  version: '1.0.0',
  channels: [],
  consumers: { benchStream: consumer },
  Publisher: class {},
};
