/** What does an event need from its transaction to its effect in this process: how much CPU, and how many are there in a second? */
import { DataSource } from 'typeorm';
import {
  EventRuntime,
  OutboxPublisher,
  silentLogger,
  type DomainEvent,
  type HandlerContext,
} from '@streampact/runtime';
import { consumerService, orderPlaced, placed, producer } from '../sample-service.js';

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
  let handledCount = 0;
  const handle = async (event: DomainEvent, { transaction }: HandlerContext): Promise<void> => {
    await transaction.query(upsert, [event.aggregateId]);
    handledCount++;
  };
  const connection = { redisUrl, keyPrefix: '', logger: silentLogger };
  const sender = new EventRuntime({ ...connection, service: producer, dataSource: shop, handlers: {} });
  const handlers = { benchStream: { orderPlaced: { handle } } };
  const receiver = new EventRuntime({ ...connection, service: consumerService, dataSource: warehouse, handlers });
  await sender.start();
  await receiver.start();
  const publisher = new OutboxPublisher(() => sender.nudge());
  const run = async (from: number, to: number): Promise<void> => {
    let next = from;
    const publish = async (): Promise<void> => {
      while (next < to) {
        const data = placed(next++);
        await shop.transaction(async (transaction) => publisher.publish(orderPlaced, data, { transaction }));
      }
    };
    await Promise.all(Array.from({ length: publishersCount }, publish));
    for (;;) {
      if (handledCount >= to) return;
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  };
  await run(0, warmUpCount);
  const startedAt = performance.now();
  const cpuBefore = process.cpuUsage();
  await run(warmUpCount, warmUpCount + eventsCount);
  const seconds = (performance.now() - startedAt) / 1_000;
  const { user, system } = process.cpuUsage(cpuBefore);
  for (const runtime of [receiver, sender]) await runtime.stopConsuming();
  for (const runtime of [receiver, sender]) await runtime.close();
  await Promise.all([shop.destroy(), warehouse.destroy()]);
  return { eventsPerSecond: eventsCount / seconds, cpuMicrosPerEvent: (user + system) / eventsCount };
};

const open = async (url: string): Promise<DataSource> =>
  new DataSource({ type: 'postgres', url, poolSize: 16 }).initialize();
