/** How many effects a second does the consumer apply, against one transaction per message on eight connections? */
import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { EventRuntime, silentLogger, streamKey, type HandlerContext, type DomainEvent } from '@streampact/runtime';
import type { Bench, BenchDatabase } from './benchmark.js';
import { median, numberText, type Report } from './report.js';
import { channel, consumerService, orderPlaced, placed } from './sample-service.js';

const eventsCount = 20_000;
const rounds = 5;
const upsert = `insert into effect (order_id, count) values ($1, 1) on conflict (order_id) do update set count = effect.count + 1`;

export const consumeBench = async (bench: Bench): Promise<Report> => {
  const ours: number[] = [];
  const single: number[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const [rates, measure] of [
      [ours, timeConsumer],
      [single, timeSingleTransactions],
    ] as const) {
      await bench.flush();
      const database = await bench.database();
      await database.pool.query('create table effect (order_id text primary key, count int not null)');
      await fillStreams(bench.connectRedis());
      rates.push(eventsCount / (await measure(bench, database)));
      await expectEffects(database);
    }
  }
  return {
    question:
      'How many effects a second does the consumer apply, against one transaction per message on eight connections?',
    settings: {
      servers: bench.servers,
      events: `${numberText(eventsCount)} in ${channel.partitions} partitions, each effect one upsert`,
      both: 'inbox row and effect in the same transaction, acknowledged after the commit',
    },
    rows: [
      { name: 'consumer: one transaction per batch', values: ours, unit: 'effects/s' },
      { name: 'one transaction per message, 8 connections', values: single, unit: 'effects/s' },
    ],
    answer: `consumer / single = ${numberText(median(ours.map((value, round) => value / (single[round] ?? value))))} (expected: at least 2.5)`,
  };
};

const keyOf = (partition: number): string =>
  streamKey({ prefix: '', address: channel.address, partition, partitions: channel.partitions });

const fillStreams = async (redis: Redis): Promise<void> => {
  for (let partition = 0; partition < channel.partitions; partition++) {
    await redis.xgroup('CREATE', keyOf(partition), 'bench-consumer', '0', 'MKSTREAM');
  }
  const pipeline = redis.pipeline();
  for (let n = 0; n < eventsCount; n++) {
    const data = placed(n);
    const fields = ['id', randomUUID(), 'type', orderPlaced.type, 'timestamp', new Date().toISOString()];
    pipeline.xadd(
      keyOf(n % channel.partitions),
      '*',
      ...fields,
      'aggregateId',
      data.orderId,
      'data',
      JSON.stringify(data),
    );
  }
  await pipeline.exec();
};

const timeConsumer = async (bench: Bench, { dataSource, pool }: BenchDatabase): Promise<number> => {
  const handle = async (event: DomainEvent, { transaction }: HandlerContext): Promise<void> => {
    await transaction.query(upsert, [event.aggregateId]);
  };
  const runtime = new EventRuntime({
    service: consumerService,
    dataSource,
    redisUrl: bench.redisUrl,
    keyPrefix: '',
    handlers: { benchStream: { orderPlaced: { handle } } },
    logger: silentLogger,
  });
  const startedAt = performance.now();
  await runtime.start();
  await untilApplied(pool);
  const seconds = (performance.now() - startedAt) / 1_000;
  await runtime.stopConsuming();
  await runtime.close();
  return seconds;
};

const untilApplied = async (pool: BenchDatabase['pool']): Promise<void> => {
  for (;;) {
    const { rows } = await pool.query<{ count: number }>('select count(*)::int from inbox');
    if (rows[0]?.count === eventsCount) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

/** What a careful service writes by hand: read a batch, and give each message its own transaction. */
const timeSingleTransactions = async (bench: Bench, { pool }: BenchDatabase): Promise<number> => {
  const connections = Array.from({ length: channel.partitions }, () => bench.connectRedis());
  const startedAt = performance.now();
  await Promise.all(connections.map((redis, partition) => handleOneByOne(redis, keyOf(partition), pool)));
  return (performance.now() - startedAt) / 1_000;
};

const handleOneByOne = async (redis: Redis, key: string, pool: BenchDatabase['pool']): Promise<void> => {
  const client = await pool.connect();
  for (;;) {
    const read = await redis.xreadgroup('GROUP', 'bench-consumer', 'single', 'COUNT', 200, 'STREAMS', key, '>');
    const entries = read?.[0]?.[1] ?? [];
    if (entries.length === 0) break;
    for (const [, fields] of entries) {
      const values = fields ?? [];
      await client.query('begin');
      const inserted = await client.query(
        `insert into inbox (id, stream, partition, entry_ms, entry_seq, type, key, state)
         values ($1, $2, 0, 0, 0, $3, $4, 'done') on conflict do nothing`,
        [values[1], channel.address, values[3], values[7]],
      );
      if (inserted.rowCount === 1) await client.query(upsert, [values[7]]);
      await client.query('commit');
    }
    await redis.xack(key, 'bench-consumer', ...entries.map(([id]) => id));
  }
  client.release();
};

const expectEffects = async ({ pool }: BenchDatabase): Promise<void> => {
  const { rows } = await pool.query<{ count: number }>('select count(*)::int from effect where count = 1');
  if (rows[0]?.count !== eventsCount) throw new Error(`${rows[0]?.count} effects, not ${eventsCount}`);
};
