/**
 * How long is the reference system behind after FLUSHALL, at 500 events a second and with 100,000 retained entries? Compared with
 * plain pipelined XADD of those entries on the same Redis: what rebuilding costs at least. Measured twice: as it happens, where the
 * stream begins again at what every group has confirmed; and with that knowledge taken away, so that all of it is appended again.
 *
 * Afterwards every event must have been handled once by both services, and each customer must have the last of its names.
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { Pool, type PoolClient } from 'pg';
import { UserServicePublisher } from '@streampact/generated/user-service';
import { databaseUrl, repositoryFolder, System, type ServiceName } from '@streampact/local';
import { compareEntryIds, newId, OutboxPublisher, streamKey } from '@streampact/runtime';
import type { Report } from './report.js';

const retained = 100_000;
const eventsPerSecond = 500;
const usersCount = 400;
const partitions = 8;
const readers = ['order-service', 'notification-service'] as const;
const say = (line: string): void => void process.stderr.write(`${line}\n`);

export const flushBench = async (): Promise<Report> => {
  const folder = await mkdtemp(join(tmpdir(), 'streampact-bench-'));
  await chmod(folder, 0o755); // PostgreSQL does not run as root: its user has to enter here
  const system = await System.start({
    projectFolder: repositoryFolder,
    logFolder: join(folder, 'logs'),
    env: process.env,
    infrastructure: { purpose: 'start', say, dataFolder: folder },
    say,
    onDeath: say,
  });
  try {
    return await measure(system);
  } finally {
    await system.stop();
    await rm(folder, { recursive: true, force: true });
  }
};

const measure = async (system: System): Promise<Report> => {
  const { redisUrl, from } = system.infrastructure;
  const customers = new Customers(poolOf(system, 'user-service'));
  const places = readers.map((name) => ({ name, pool: poolOf(system, name) }));
  const redis = new Redis(redisUrl);
  const keys = Array.from({ length: partitions }, (_, partition) =>
    streamKey({ prefix: '', address: 'users-stream', partition, partitions }),
  );
  try {
    say(`Publishing ${String(retained)} events …`);
    await customers.register();
    while (customers.published < retained) await customers.renameMany();
    await untilDrained(places, customers);
    say('Flushing …');
    const load = customers.startLoad();
    await sleep(3_000);
    const asItHappens = await timeFlush(redis, keys, places);
    await sleep(3_000);
    const everything = await timeFlush(redis, keys, places, async () => {
      await customers.pool.query(`delete from outbox_group; update outbox_partition set floor_id = '0-0'`);
    });
    const entriesAfter = (await Promise.all(keys.map((key) => redis.xlen(key)))).reduce(
      (sum, length) => sum + length,
      0,
    );
    await load.stop();
    await untilDrained(places, customers);
    await customers.expectNames(places);
    const plain = await timePlainXadd(redis, keys);
    const ratio = (seconds: number): string => (seconds / plain).toFixed(2);
    return {
      question: `After FLUSHALL at ${String(eventsPerSecond)} events/s with ${String(retained)} retained entries: when have all groups passed the id at the flush?`,
      settings: { servers: `PostgreSQL: ${from.postgres}; Redis: ${from.redis}`, events: customers.published },
      rows: [
        { name: 'from what every group has confirmed', values: [asItHappens], unit: 's' },
        { name: `all ${String(entriesAfter)} entries appended again`, values: [everything], unit: 's' },
        { name: `plain pipelined XADD of ${String(retained)} entries`, values: [plain], unit: 's' },
      ],
      answer:
        `Flush / plain XADD: ${ratio(asItHappens)} as it happens, ${ratio(everything)} with all of it appended again (want 3 or less). ` +
        `All ${String(customers.published)} events were handled once by each of ${readers.join(' and ')}; every customer has the last of its names.`,
    };
  } finally {
    redis.disconnect();
    for (const { pool } of [customers, ...places]) await pool.end();
  }
};

const poolOf = (system: System, service: ServiceName): Pool =>
  new Pool({
    connectionString: databaseUrl(system.infrastructure.databaseUrl, service.replaceAll('-', '_')),
    max: 12,
  });

interface Place {
  readonly name: string;
  readonly pool: Pool;
}

/** Seconds from FLUSHALL until both groups are past the ids that the streams ended with. */
const timeFlush = async (
  redis: Redis,
  keys: readonly string[],
  places: readonly Place[],
  before: () => Promise<void> = async () => undefined,
): Promise<number> => {
  await before();
  const ends = await Promise.all(
    keys.map(async (key) => (await redis.xrevrange(key, '+', '-', 'COUNT', 1))[0]?.[0] ?? '0-0'),
  );
  const startedAt = performance.now();
  await redis.flushall();
  for (;;) {
    const positions = await Promise.all(places.map(async ({ pool }) => positionsOf(pool)));
    if (positions.every((of) => ends.every((end, partition) => compareEntryIds(of[partition] ?? '0-0', end) > 0)))
      break;
    await sleep(10);
  }
  return (performance.now() - startedAt) / 1_000;
};

const positionsOf = async (pool: Pool): Promise<readonly string[]> =>
  (
    await pool.query<{ entry_id: string }>(
      `select entry_id from consumer_position where stream = 'users-stream' order by partition`,
    )
  ).rows.map(({ entry_id }) => entry_id);

const untilDrained = async (places: readonly Place[], customers: Customers): Promise<void> => {
  for (const { pool } of places) {
    for (;;) {
      const result = await pool.query<{ count: number }>(
        `select count(*)::int from inbox where stream = 'users-stream' and state = 'done'`,
      );
      const count = result.rows[0]?.count ?? 0;
      if (count === customers.published) break;
      if (count > customers.published)
        throw new Error(`${String(count)} effects of ${String(customers.published)} events`);
      await sleep(200);
    }
  }
};

const timePlainXadd = async (redis: Redis, keys: readonly string[]): Promise<number> => {
  const fields = (await redis.xrevrange(keys[0] ?? '', '+', '-', 'COUNT', 1))[0]?.[1] ?? [];
  const startedAt = performance.now();
  const answers: Promise<unknown>[] = [];
  for (let n = 0; n < retained; n++) {
    answers.push(redis.xadd(`plain.${String(n % partitions)}`, '*', ...fields));
    if (answers.length === 5_000) await Promise.all(answers.splice(0));
  }
  await Promise.all(answers);
  return (performance.now() - startedAt) / 1_000;
};

/** Publishes as user-service does, into its outbox: its relay takes it from there. */
class Customers {
  readonly #publisher = new UserServicePublisher(new OutboxPublisher());
  readonly #userIds = Array.from({ length: usersCount }, () => newId()).toSorted();
  /** How often each was renamed. */
  readonly #versions = new Map<string, number>();
  published = 0;

  constructor(readonly pool: Pool) {}

  async register(): Promise<void> {
    await this.#inTransaction(async (transaction) => {
      const events = this.#userIds.map((userId) => ({
        userId,
        email: `${userId}@example.com`,
        firstName: 'Ada',
        lastName: '0',
      }));
      await this.#publisher.userCreatedMany(events, { transaction });
      this.published += events.length;
    });
  }

  async renameMany(): Promise<void> {
    await this.#inTransaction(async (transaction) => {
      const events = this.#userIds.map((userId) => ({ userId, lastName: this.#nextName(userId) }));
      await this.#publisher.userProfileUpdatedMany(events, { transaction });
      this.published += events.length;
    });
  }

  /** One event a transaction, in bursts of what is due. */
  startLoad(): { stop: () => Promise<void> } {
    const stop = new AbortController();
    const run = async (): Promise<void> => {
      const startedAt = performance.now();
      let sent = 0;
      while (!stop.signal.aborted) {
        const due = Math.floor(((performance.now() - startedAt) / 1_000) * eventsPerSecond) - sent;
        // No user twice at once: the number of its name is drawn before its transaction begins.
        const users = Array.from(
          { length: Math.min(due, 50) },
          (_, index) => this.#userIds[(sent + index) % usersCount] ?? '',
        );
        await Promise.all(users.map(async (userId) => this.#rename(userId)));
        sent += users.length;
        await sleep(5);
      }
    };
    const running = run();
    return {
      stop: async () => {
        stop.abort();
        await running;
      },
    };
  }

  async expectNames(places: readonly Place[]): Promise<void> {
    for (const { name, pool } of places) {
      const table = name === 'order-service' ? 'customer' : 'recipient';
      const rows = await pool.query<{ user_id: string; last_name: string }>(`select user_id, last_name from ${table}`);
      const wrong = rows.rows.filter(
        ({ user_id, last_name }) => last_name !== String(this.#versions.get(user_id) ?? 0),
      );
      if (rows.rows.length !== usersCount || wrong.length > 0) {
        throw new Error(`${name} has ${String(rows.rows.length)} customers, ${String(wrong.length)} with a wrong name`);
      }
    }
  }

  async #rename(userId: string): Promise<void> {
    await this.#inTransaction(async (transaction) => {
      await this.#publisher.userProfileUpdated({ userId, lastName: this.#nextName(userId) }, { transaction });
      this.published++;
    });
  }

  #nextName(userId: string): string {
    const version = (this.#versions.get(userId) ?? 0) + 1;
    this.#versions.set(userId, version);
    return String(version);
  }

  async #inTransaction(work: (transaction: PoolClient) => Promise<void>): Promise<void> {
    const client = await this.pool.connect();
    try {
      await client.query('begin');
      await work(client);
      await client.query('commit');
    } finally {
      client.release();
    }
  }
}
