/** Compose as it is by default: the story, three instances of order-service that share the work, and a stop in order. */
import { setTimeout as sleep } from 'node:timers/promises';
import { print, say } from '../terminal/say.js';
import type { ComposeProject } from './compose-project.js';
import { startOrders } from './order-load.js';
import { partitionsByInstance, shopUrls, storyEndsWell } from './shop.js';

const loadMs = 15_000;
const endingsMaxMs = 60_000;
const sharedMaxMs = 30_000;

export const smokeSingle = async (project: ComposeProject, env: NodeJS.ProcessEnv): Promise<boolean> => {
  let isGood = await storyEndsWell(project, { env, redis: 'redis' });

  say('Three instances of order-service …');
  await project.compose('up', '-d', '--no-recreate', '--scale', 'order-service=3');
  await project.healthy();
  const shared = await untilShared(project, 3);
  print([`order-service, partitions by instance: ${shared.join(' + ')}`]);
  isGood &&= shared.length === 3;

  const load = await startOrders(await shopUrls(project), 9);
  await sleep(loadMs);
  await load.stop();
  const endings = await load.endings(endingsMaxMs);
  const handled = await handledBy(project);
  print([
    `orders accepted ${String(load.accepted())}, refused ${String(load.refused())}; ended: ${JSON.stringify(endings)}`,
    `messages handled by each instance: ${handled.join(' + ')}`,
  ]);
  isGood &&= endings['confirmed'] === load.accepted() && handled.length === 3 && handled.every((count) => count > 0);

  const [first = ''] = await project.containers('order-service');
  const startedAt = performance.now();
  await project.docker('stop', first);
  const exitCode = (await project.docker('inspect', '-f', '{{.State.ExitCode}}', first)).trim();
  print([
    `one instance stopped in ${((performance.now() - startedAt) / 1000).toFixed(1)} s with exit code ${exitCode}`,
  ]);
  const left = await untilShared(project, 2);
  print([`order-service, partitions by instance: ${left.join(' + ')}`]);
  return isGood && exitCode === '0' && left.length === 2;
};

const untilShared = async (project: ComposeProject, instances: number): Promise<number[]> => {
  const deadline = Date.now() + sharedMaxMs;
  for (;;) {
    const shared = await partitionsByInstance(project, 'postgres', 'order_service');
    if (shared.length === instances || Date.now() > deadline) return shared;
    await sleep(500);
  }
};

const handledBy = async (project: ComposeProject): Promise<readonly number[]> =>
  Promise.all(
    (await shopUrls(project)).map(async ({ orders }) => {
      const metrics = await (await fetch(`${orders}/metrics`)).text();
      const counts = metrics.matchAll(/^messaging_client_consumed_messages_total\{[^}]*\} (\d+)/gm);
      return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
    }),
  );
