/**
 * How many effects a second do one, two and three instances of order-service apply, and what is left of the machine? Each round has
 * databases of its own. The streams are filled while the service is paused and its instances have shared the partitions; then it is
 * resumed. Beside the rate stands how many cores everything together kept busy: where that is all of them, more instances cannot help.
 * What 1,000 effects cost the instances shows whether sharing itself costs anything.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { UserServicePublisher, userService } from '@streampact/generated/user-service';
import { freePort, repositoryFolder } from '@streampact/local';
import { EventRuntime, newId, OutboxPublisher, pauseStream, resumeStream, silentLogger } from '@streampact/runtime';
import type { Bench } from './benchmark.js';
import { median, numberText, type Report } from './report.js';

const eventsCount = 20_000;
const publishedAtOnce = 500;
const rounds = 3;
const instanceCounts = [1, 2, 3] as const;
const stream = 'users-stream';
const conditionMaxMs = 120_000;
const stopMaxMs = 15_000;

interface Measured {
  readonly effectsPerSecond: number;
  /** Of the whole machine, PostgreSQL and Redis included. */
  readonly coresBusy: number;
  /** What the instances themselves used of them, in milliseconds for each 1,000 effects. */
  readonly instancesCpuMs: number;
}

export const scaleBench = async (bench: Bench): Promise<Report> => {
  const measured = new Map<number, Measured[]>(instanceCounts.map((count) => [count, []]));
  for (let round = 0; round < rounds; round++) {
    for (const count of instanceCounts) measured.get(count)?.push(await measure(bench, count));
  }
  const all = [...measured];
  const rates = (of: readonly Measured[]): number[] => of.map(({ effectsPerSecond }) => effectsPerSecond);
  const [one = 0, two = 0, three = 0] = all.map(([, of]) => median(rates(of)));
  const cores = cpus().length;
  return {
    question: 'How many effects a second do one, two and three instances of order-service apply?',
    settings: {
      servers: bench.servers,
      events: `${numberText(eventsCount)} USER_CREATED in 8 partitions, published before; each effect one row of customer`,
      limit: `${String(cores)} cores for the instances, PostgreSQL and Redis together`,
    },
    rows: [
      ...all.map(([count, of]) => ({ name: instances(count), values: rates(of), unit: 'effects/s' })),
      ...all.map(([count, of]) => ({
        name: `cores busy with ${instances(count)}`,
        values: of.map(({ coresBusy }) => coresBusy),
        unit: `of ${String(cores)}`,
      })),
      ...all.map(([count, of]) => ({
        name: `CPU of ${instances(count)} for 1,000 effects`,
        values: of.map(({ instancesCpuMs }) => instancesCpuMs),
        unit: 'ms',
      })),
    ],
    answer: `two / one = ${numberText(two / one)}, three / one = ${numberText(three / one)}; every event had its effect once, whatever the number of instances`,
  };
};

const instances = (count: number): string => `${String(count)} ${count === 1 ? 'instance' : 'instances'}`;

const measure = async (bench: Bench, count: number): Promise<Measured> => {
  await bench.flush();
  const [users, orders] = [await bench.database(), await bench.database()];
  const running: ChildProcess[] = [];
  try {
    // The first one makes the tables, among them that of pauses.
    running.push(await startInstance(bench.redisUrl, orders.url));
    await pauseStream(orders.pool, stream);
    while (running.length < count) running.push(await startInstance(bench.redisUrl, orders.url));
    await until(`${String(count)} owners of ${stream}`, async () => (await owners(orders.pool)) === count);
    await fillStream(bench, users);

    const cpuBefore = busyAndIdle();
    const ownBefore = cpuMsOf(running);
    const startedAt = performance.now();
    await resumeStream(orders.pool, stream);
    await until('all effects', async () => (await doneCount(orders.pool)) >= eventsCount);
    const seconds = (performance.now() - startedAt) / 1_000;
    const cpuAfter = busyAndIdle();
    const ownMs = cpuMsOf(running) - ownBefore;
    await expectCustomers(orders.pool);

    const busy = cpuAfter.busy - cpuBefore.busy;
    const idle = cpuAfter.idle - cpuBefore.idle;
    return {
      effectsPerSecond: eventsCount / seconds,
      coresBusy: (busy / (busy + idle)) * cpus().length,
      instancesCpuMs: ownMs / (eventsCount / 1_000),
    };
  } finally {
    await Promise.all(running.map(stopInstance));
  }
};

/** A plain process, as `npm start` runs it. Resolves when it consumes. */
const startInstance = async (redisUrl: string, databaseUrl: string): Promise<ChildProcess> => {
  const port = await freePort();
  const child = spawn(process.execPath, [join(repositoryFolder, 'services/order-service/dist/main.js')], {
    env: {
      PATH: process.env['PATH'],
      PORT: String(port),
      DATABASE_URL: databaseUrl,
      REDIS_URL: redisUrl,
      // Nobody calls it: the events are all there is.
      JWKS_URL: 'http://127.0.0.1:1/jwks.json',
      LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  await until('order-service is ready', async () => {
    if (child.exitCode !== null) throw new Error(`order-service ended with exit code ${String(child.exitCode)}`);
    const answer = await fetch(`http://127.0.0.1:${String(port)}/health/ready`).catch(() => undefined);
    return answer?.ok === true;
  });
  return child;
};

const stopInstance = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const tooLong = setTimeout(() => child.kill('SIGKILL'), stopMaxMs);
  await ended;
  clearTimeout(tooLong);
};

/** Publishes as user-service does, and lets its relay append everything before anything is measured. */
const fillStream = async (bench: Bench, users: Awaited<ReturnType<Bench['database']>>): Promise<void> => {
  const connection = { redisUrl: bench.redisUrl, keyPrefix: '', logger: silentLogger };
  const runtime = new EventRuntime({
    ...connection,
    service: { ...userService, consumers: {} },
    dataSource: users.dataSource,
    handlers: {},
  });
  await runtime.start();
  const publisher = new UserServicePublisher(new OutboxPublisher(() => runtime.nudge()));
  for (let published = 0; published < eventsCount; published += publishedAtOnce) {
    const events = Array.from({ length: publishedAtOnce }, () => {
      const userId = newId();
      return { userId, email: `${userId}@example.com`, firstName: 'Ada', lastName: 'Example' };
    });
    await users.dataSource.transaction(async (transaction) => publisher.userCreatedMany(events, { transaction }));
  }
  const redis = bench.connectRedis();
  await until('all entries', async () => {
    const keys = Array.from({ length: 8 }, (_, partition) => `${stream}.${String(partition)}`);
    const lengths = await Promise.all(keys.map(async (key) => redis.xlen(key)));
    return lengths.reduce((sum, length) => sum + length, 0) >= eventsCount;
  });
  await runtime.stopConsuming();
  await runtime.close();
};

const owners = async (pool: Pool): Promise<number> => {
  const { rows } = await pool.query<{ count: number }>(
    'select count(distinct owner)::int from consumer_lease where stream = $1 and owner is not null',
    [stream],
  );
  return rows[0]?.count ?? 0;
};

const doneCount = async (pool: Pool): Promise<number> => {
  const { rows } = await pool.query<{ count: number }>('select count(*)::int from inbox');
  return rows[0]?.count ?? 0;
};

const expectCustomers = async (pool: Pool): Promise<void> => {
  const { rows } = await pool.query<{ count: number }>('select count(*)::int from customer');
  if (rows[0]?.count !== eventsCount)
    throw new Error(`${String(rows[0]?.count)} customers, not ${String(eventsCount)}`);
};

const busyAndIdle = (): { busy: number; idle: number } => {
  const times = cpus().map((cpu) => cpu.times);
  const idle = times.reduce((sum, time) => sum + time.idle, 0);
  return { idle, busy: times.reduce((sum, { user, nice, sys, irq }) => sum + user + nice + sys + irq, 0) };
};

/** User and system time so far, from Linux' /proc (in ticks of 10 ms); NaN on other systems. */
const cpuMsOf = (children: readonly ChildProcess[]): number =>
  children.reduce((sum, { pid }) => {
    try {
      const afterName =
        readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
          .split(') ')[1]
          ?.split(' ') ?? [];
      return sum + (Number(afterName[11]) + Number(afterName[12])) * 10;
    } catch {
      return Number.NaN;
    }
  }, 0);

const until = async (what: string, isSo: () => Promise<boolean>): Promise<void> => {
  const deadline = performance.now() + conditionMaxMs;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`Waited in vain: ${what}`);
    await sleep(20);
  }
};
