/** How long from the commit of a business transaction to the commit of its effect, against a bare loop on Redis? */
import type { Redis } from 'ioredis';
import type { Pool, PoolClient } from 'pg';
import {
  EventRuntime,
  OutboxPublisher,
  silentLogger,
  type DomainEvent,
  type HandlerContext,
} from '@streampact/runtime';
import type { Bench } from './benchmark.js';
import { median, numberText, quantile, type Report } from './report.js';
import { consumerService, orderPlaced, placed, producer } from './sample-service.js';

const eventsPerSecond = 500;
const secondsPerRound = 6;
/** Left out at the start of a round, while connections open and code warms up. */
const warmUpSeconds = 1;
const rounds = 5;
const upsert = `insert into effect (order_id, count) values ($1, 1) on conflict (order_id) do update set count = effect.count + 1`;

export const latencyBench = async (bench: Bench): Promise<Report> => {
  const ours: number[][] = [];
  const bare: number[][] = [];
  for (let round = 0; round < rounds; round++) {
    await bench.flush();
    ours.push(await measureStreampact(bench));
    await bench.flush();
    bare.push(await measureBareLoop(bench));
  }
  const at = (latencies: readonly number[][], share: number): number[] => latencies.map((one) => quantile(one, share));
  const ratios = at(ours, 0.5).map((value, round) => value / (at(bare, 0.5)[round] ?? value));
  return {
    question:
      'How long from the commit of a business transaction to the commit of its effect, against a bare loop on Redis?',
    settings: {
      servers: bench.servers,
      load: `${eventsPerSecond} events/s for ${secondsPerRound - warmUpSeconds} s a round, open loop, each effect one upsert`,
      bare: 'XADD → XREADGROUP BLOCK → upsert and commit of what was read → XACK; no outbox, no inbox, one stream',
    },
    rows: [
      { name: 'commit → effect, p50', values: at(ours, 0.5), unit: 'ms' },
      { name: 'commit → effect, p99', values: at(ours, 0.99), unit: 'ms' },
      { name: 'bare XADD → commit, p50', values: at(bare, 0.5), unit: 'ms' },
      { name: 'bare XADD → commit, p99', values: at(bare, 0.99), unit: 'ms' },
    ],
    answer: `p50 / bare p50 = ${numberText(median(ratios))} (expected: at most 3)`,
  };
};

/** Milliseconds from `begin` to `end` of each event after the warm-up. */
class Latencies {
  readonly #begun = new Map<string, number>();
  readonly #milliseconds: number[] = [];
  readonly #countFrom = performance.now() + warmUpSeconds * 1_000;
  #ended = 0;

  begin(orderId: string): void {
    this.#begun.set(orderId, performance.now());
  }

  end(orderId: string): void {
    const now = performance.now();
    const begun = this.#begun.get(orderId);
    this.#ended++;
    // An effect can be there before the producer hears of its own commit.
    if (now > this.#countFrom) this.#milliseconds.push(begun === undefined ? 0 : now - begun);
  }

  async all(): Promise<number[]> {
    while (this.#ended < eventsPerSecond * secondsPerRound) await new Promise((resolve) => setTimeout(resolve, 10));
    return this.#milliseconds;
  }
}

/** Calls `send` at the times of the schedule, whether earlier calls have ended or not. */
const openLoop = async (send: (n: number) => Promise<void>): Promise<void> => {
  const startedAt = performance.now();
  const sending: Promise<void>[] = [];
  for (let n = 0; n < eventsPerSecond * secondsPerRound;) {
    const due = ((performance.now() - startedAt) / 1_000) * eventsPerSecond;
    for (; n < due && n < eventsPerSecond * secondsPerRound; n++) sending.push(send(n));
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(sending);
};

const measureStreampact = async (bench: Bench): Promise<number[]> => {
  const [shop, warehouse] = [await bench.database(), await bench.database()];
  await warehouse.pool.query('create table effect (order_id text primary key, count int not null)');
  const latencies = new Latencies();
  const handle = async (event: DomainEvent, { transaction }: HandlerContext): Promise<void> => {
    await transaction.query(upsert, [event.aggregateId]);
    await afterCommit(transaction, () => latencies.end(event.aggregateId));
  };
  const connection = { redisUrl: bench.redisUrl, keyPrefix: '', logger: silentLogger };
  const sender = new EventRuntime({ ...connection, service: producer, dataSource: shop.dataSource, handlers: {} });
  const receiver = new EventRuntime({
    ...connection,
    service: consumerService,
    dataSource: warehouse.dataSource,
    handlers: { benchStream: { orderPlaced: { handle } } },
  });
  await sender.start();
  await receiver.start();
  const publisher = new OutboxPublisher(() => sender.nudge());
  await openLoop(async (n) => {
    const data = placed(n);
    await shop.dataSource.transaction(async (transaction) => publisher.publish(orderPlaced, data, { transaction }));
    latencies.begin(data.orderId);
  });
  const milliseconds = await latencies.all();
  for (const runtime of [receiver, sender]) await runtime.stopConsuming();
  for (const runtime of [receiver, sender]) await runtime.close();
  return milliseconds;
};

const waiting = new WeakMap<PoolClient, (() => void)[]>();

/** Calls back when the transaction's COMMIT has been answered. */
const afterCommit = async (transaction: HandlerContext['transaction'], callback: () => void): Promise<void> => {
  // The connection of TypeORM's PostgreSQL driver is a client of its pg pool.
  const client = (await transaction.queryRunner?.connect()) as PoolClient;
  const callbacks = waiting.get(client);
  if (callbacks) return void callbacks.push(callback);
  const mine = [callback];
  waiting.set(client, mine);
  const query = client.query.bind(client) as (...given: unknown[]) => Promise<unknown>;
  client.query = (async (...given: unknown[]) => {
    const result = await query(...given);
    if (given[0] === 'COMMIT') for (const done of mine.splice(0)) done();
    return result;
  }) as typeof client.query;
};

const measureBareLoop = async (bench: Bench): Promise<number[]> => {
  const { pool } = await bench.database();
  await pool.query('create table effect (order_id text primary key, count int not null)');
  const [writer, reader] = [bench.connectRedis(), bench.connectRedis()];
  await writer.xgroup('CREATE', 'bare', 'bare', '0', 'MKSTREAM');
  const latencies = new Latencies();
  let isOver = false;
  const reading = readBare(reader, pool, latencies, () => isOver);
  await openLoop(async (n) => {
    const data = placed(n);
    latencies.begin(data.orderId);
    await writer.xadd('bare', '*', 'data', JSON.stringify(data));
  });
  const milliseconds = await latencies.all();
  isOver = true;
  await reading;
  return milliseconds;
};

const readBare = async (redis: Redis, pool: Pool, latencies: Latencies, isOver: () => boolean): Promise<void> => {
  const client = await pool.connect();
  while (!isOver()) {
    const read = await redis.xreadgroup('GROUP', 'bare', 'one', 'COUNT', 200, 'BLOCK', 200, 'STREAMS', 'bare', '>');
    const entries = read?.[0]?.[1] ?? [];
    if (entries.length === 0) continue;
    await client.query('begin');
    const orderIds: string[] = [];
    for (const [, fields] of entries) {
      const { orderId } = JSON.parse(fields?.[1] ?? '{}') as { orderId: string };
      await client.query(upsert, [orderId]);
      orderIds.push(orderId);
    }
    await client.query('commit');
    for (const orderId of orderIds) latencies.end(orderId);
    await redis.xack('bare', 'bare', ...entries.map(([id]) => id));
  }
  client.release();
};
