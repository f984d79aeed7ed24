/** What does an event need from its transaction to its effect in this process: how much CPU, and how many are there in a second? */
import { Redis } from 'ioredis';
import { DataSource } from 'typeorm';
import {
  EventRuntime,
  OutboxPublisher,
  silentLogger,
  streamKey,
  type DomainEvent,
  type HandlerContext,
} from '@streampact/runtime';
import { channel, consumerService, orderPlaced, placed, producer } from '../sample-service.js';

export const eventsCount = 4_000;
/** Not measured: connections open, code warms up. */
const warmUpCount = 500;
export const publishersCount = 8;
const upsert = `insert into effect (order_id, count) values ($1, 1) on conflict (order_id) do update set count = effect.count + 1`;

export interface EventPath {
  readonly redisUrl: string;
  /** Migrated databases of their own. */
  readonly senderUrl: string;
  readonly receiverUrl: string;
}

export interface Measured {
  readonly eventsPerSecond: number;
  /** Of this process alone: what others do on the machine changes it little. */
  readonly cpuMicrosPerEvent: number;
}

export const measureEventPath = async ({ redisUrl, senderUrl, receiverUrl }: EventPath): Promise<Measured> => {
  const [shop, warehouse] = [await open(senderUrl), await open(receiverUrl)];
  await warehouse.query('create table effect (order_id text primary key, count int not null)');
  const redis = new Redis(redisUrl);
  const places = { shop, warehouse, redis, redisUrl };
  await runPhases(places, 0, warmUpCount);
  const startedAt = performance.now();
  const cpuBefore = process.cpuUsage();
  await runPhases(places, warmUpCount, warmUpCount + eventsCount);
  const seconds = (performance.now() - startedAt) / 1_000;
  const { user, system } = process.cpuUsage(cpuBefore);
  redis.disconnect();
  await Promise.all([shop.destroy(), warehouse.destroy()]);
  return { eventsPerSecond: eventsCount / seconds, cpuMicrosPerEvent: (user + system) / eventsCount };
};

interface Places {
  readonly shop: DataSource;
  readonly warehouse: DataSource;
  readonly redis: Redis;
  readonly redisUrl: string;
}

/**
 * Everything is published, then relayed, then handled: windows and batches are full, however busy the machine is. Were it all at once,
 * a slow moment would make small batches, and they cost more than what is to be measured.
 */
const runPhases = async (places: Places, from: number, to: number): Promise<void> => {
  const { shop, warehouse, redis, redisUrl } = places;
  const connection = { redisUrl, keyPrefix: '', logger: silentLogger };
  await publish(shop, from, to);

  const sender = new EventRuntime({ ...connection, service: producer, dataSource: shop, handlers: {} });
  await sender.start();
  await until(async () => (await entriesIn(redis)) >= to);
  await close(sender);

  let handledCount = 0;
  const handle = async (event: DomainEvent, { transaction }: HandlerContext): Promise<void> => {
    await transaction.query(upsert, [event.aggregateId]);
    handledCount++;
  };
  const handlers = { benchStream: { orderPlaced: { handle } } };
  const receiver = new EventRuntime({ ...connection, service: consumerService, dataSource: warehouse, handlers });
  await receiver.start();
  await until(async () => Promise.resolve(handledCount >= to - from));
  await close(receiver);
};

const publish = async (shop: DataSource, from: number, to: number): Promise<void> => {
  const publisher = new OutboxPublisher();
  let next = from;
  const one = async (): Promise<void> => {
    while (next < to) {
      const data = placed(next++);
      await shop.transaction(async (transaction) => publisher.publish(orderPlaced, data, { transaction }));
    }
  };
  await Promise.all(Array.from({ length: publishersCount }, one));
};

const entriesIn = async (redis: Redis): Promise<number> => {
  const { address, partitions } = channel;
  const keys = Array.from({ length: partitions }, (_, partition) =>
    streamKey({ prefix: '', address, partition, partitions }),
  );
  const lengths = await Promise.all(keys.map(async (key) => redis.xlen(key)));
  return lengths.reduce((sum, length) => sum + length, 0);
};

const until = async (isSo: () => Promise<boolean>): Promise<void> => {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 20));
};

const close = async (runtime: EventRuntime): Promise<void> => {
  await runtime.stopConsuming();
  await runtime.close();
};

const open = async (url: string): Promise<DataSource> =>
  new DataSource({ type: 'postgres', url, poolSize: 16 }).initialize();
