/** How many outbox rows a second reach Redis through the relay, against plain pipelined XADD of the same bytes? */
import type { Redis } from 'ioredis';
import { newId, OutboxPublisher, RedisRelayBroker, Relay, silentLogger, streamKey } from '@streampact/runtime';
import type { Bench, BenchDatabase } from './benchmark.js';
import { median, numberText, type Report } from './report.js';
import { channel, orderPlaced, placed, producer } from './sample-service.js';

const rowsCount = 100_000;
const rounds = 5;
/** XADDs that are sent before an answer is waited for. */
const pipelineLength = 1_000;

const keyOf = (partition: number): string =>
  streamKey({ prefix: '', address: channel.address, partition, partitions: channel.partitions });

export const relayBench = async (bench: Bench): Promise<Report> => {
  const relayed: number[] = [];
  const piped: number[] = [];
  const redis = bench.connectRedis();
  for (let round = 0; round < rounds; round++) {
    await bench.flush();
    const database = await bench.database();
    await fillOutbox(database);
    relayed.push(rowsCount / (await timeRelay(database, bench.connectRedis())));
    const entries = await readEntries(redis);
    await bench.flush();
    piped.push(rowsCount / (await timePipeline(redis, entries)));
  }
  return {
    question:
      'How many outbox rows a second reach Redis through the relay, against plain pipelined XADD of the same bytes?',
    settings: {
      servers: bench.servers,
      rows: `${numberText(rowsCount)} rows of ${JSON.stringify(placed(1)).length} bytes in ${channel.partitions} partitions`,
      pipeline: `${pipelineLength} XADDs at a time (ioredis)`,
    },
    rows: [
      { name: 'relay: read, window, compare-and-append', values: relayed, unit: 'rows/s' },
      { name: 'plain pipelined XADD', values: piped, unit: 'rows/s' },
    ],
    answer: `relay / XADD = ${numberText(median(relayed.map((value, round) => value / (piped[round] ?? value))))} (expected: at least 0.7)`,
  };
};

const fillOutbox = async ({ dataSource }: BenchDatabase): Promise<void> => {
  const publisher = new OutboxPublisher();
  const each = 10_000;
  for (let from = 0; from < rowsCount; from += each) {
    await dataSource.transaction(async (transaction) => {
      const data = Array.from({ length: each }, (_, index) => placed(from + index));
      await publisher.publishMany(orderPlaced, data, { transaction });
    });
  }
  await dataSource.query('vacuum analyze outbox');
};

/** Seconds from the relay's start until every stream has every row. */
const timeRelay = async ({ pool }: BenchDatabase, redis: Redis): Promise<number> => {
  const relay = new Relay({
    service: producer,
    pool,
    broker: new RedisRelayBroker(redis),
    keyPrefix: '',
    instance: newId(),
    logger: silentLogger,
  });
  const startedAt = performance.now();
  relay.start();
  await relay.stop(); // stops when nothing is left to append
  return (performance.now() - startedAt) / 1_000;
};

type PlainEntry = readonly [key: string, fields: string[]];

/** What the relay has written, as plain data; fails if it is not everything. */
const readEntries = async (redis: Redis): Promise<readonly PlainEntry[]> => {
  const entries: PlainEntry[] = [];
  for (let partition = 0; partition < channel.partitions; partition++) {
    const key = keyOf(partition);
    for (const [, fields] of await redis.xrange(key, '-', '+')) entries.push([key, fields ?? []]);
  }
  if (entries.length !== rowsCount) throw new Error(`the relay appended ${entries.length} of ${rowsCount} rows`);
  return entries;
};

const timePipeline = async (redis: Redis, entries: readonly PlainEntry[]): Promise<number> => {
  const startedAt = performance.now();
  for (let at = 0; at < entries.length; at += pipelineLength) {
    const pipeline = redis.pipeline();
    for (const [key, fields] of entries.slice(at, at + pipelineLength)) pipeline.xadd(key, '*', ...fields);
    await pipeline.exec();
  }
  return (performance.now() - startedAt) / 1_000;
};
