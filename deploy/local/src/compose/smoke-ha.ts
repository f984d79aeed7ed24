/** The profile `ha`: under load the Redis primary stops, then the PostgreSQL primary; every accepted order must end. */
import { setTimeout as sleep } from 'node:timers/promises';
import { print, say } from '../terminal/say.js';
import type { ComposeProject } from './compose-project.js';
import { startOrders, type OrderLoad } from './order-load.js';
import { query, shopUrls, storyEndsWell } from './shop.js';

const failoverMaxMs = 90_000;
const endingsMaxMs = 120_000;
const betweenMs = 8_000;
/** As many new orders show that the system goes on. */
const newOrders = 20;

export const smokeHa = async (project: ComposeProject, env: NodeJS.ProcessEnv): Promise<boolean> => {
  const [sync = 'nobody'] = await query(
    project,
    'postgres',
    'postgres',
    `select application_name || ' ' || sync_state from pg_stat_replication`,
  );
  print([`PostgreSQL replicates to: ${sync}`, `Sentinel says the primary is: ${await redisPrimary(project)}`]);
  let isGood = sync === 'standby sync' && (await storyEndsWell(project, { env, redis: 'redis' }));

  const load = await startOrders(await shopUrls(project), 6);
  await goesOn(load, 'before');
  say('Stopping the Redis primary …');
  await project.compose('stop', 'redis');
  const redisAwayMs = await until(async () => (await redisPrimary(project)) === 'redis-replica');
  print([`redis stopped; Sentinel named redis-replica after ${seconds(redisAwayMs)}`]);
  await goesOn(load, 'without redis');
  await sleep(betweenMs);

  say('Stopping the PostgreSQL primary, and promoting its standby …');
  await project.compose('stop', 'postgres');
  await project.exec('postgres-standby', 'pg_ctl', 'promote', '-w', '-D', '/var/lib/postgresql/data');
  const resumedMs = await goesOn(load, 'without postgres');
  print([`postgres stopped, postgres-standby promoted; orders were accepted again after ${seconds(resumedMs)}`]);
  await sleep(betweenMs);

  await load.stop();
  const endings = await load.endings(endingsMaxMs);
  print([
    `orders accepted ${String(load.accepted())}, refused ${String(load.refused())}; ended: ${JSON.stringify(endings)}`,
  ]);
  // An order that waited longer than ORDER_TIMEOUT_MS for the answer about its credit is rejected, which is an end, too.
  isGood &&= (endings['confirmed'] ?? 0) + (endings['rejected'] ?? 0) === load.accepted();
  const lost = await mailsOwed(project);
  print([`e-mails not sent: ${String(lost)}`]);
  return (await storyEndsWell(project, { env, redis: 'redis-replica' })) && isGood && lost === 0;
};

/** Every confirmed order is told to its customer. @returns how many e-mails are still owed once that does not change any more */
const mailsOwed = async (project: ComposeProject): Promise<number> => {
  let owed = Number.NaN;
  await until(async () => {
    const [count] = await query(
      project,
      'postgres-standby',
      'notification_service',
      `select count(*) from delivery where status <> 'sent'`,
    );
    owed = Number(count);
    return owed === 0;
  }).catch(() => undefined);
  return owed;
};

/** @returns milliseconds until so many more orders were accepted */
const goesOn = async (load: OrderLoad, when: string): Promise<number> => {
  const before = load.accepted();
  const tookMs = await until(() => Promise.resolve(load.accepted() >= before + newOrders));
  say(`${String(newOrders)} more orders ${when} within ${seconds(tookMs)} (${String(load.accepted())} so far).`);
  return tookMs;
};

const redisPrimary = async (project: ComposeProject): Promise<string> => {
  const ask = ['redis-cli', '-p', '26379', 'sentinel', 'get-master-addr-by-name', 'streampact'];
  return (await project.exec('redis-sentinel-1', ...ask)).split('\n')[0]?.trim() ?? '';
};

const until = async (isSo: () => Promise<boolean>): Promise<number> => {
  const startedAt = performance.now();
  while (!(await isSo())) {
    if (performance.now() - startedAt > failoverMaxMs) throw new Error(`not so after ${seconds(failoverMaxMs)}`);
    await sleep(250);
  }
  return performance.now() - startedAt;
};

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
