/** The shop that runs in containers: where its instances are, and whether what they hold is right. */
import type { ShopUrls } from '../story/shop-client.js';
import { tellStory } from '../story/story.js';
import { renderChecks } from '../story/timeline.js';
import { print } from '../terminal/say.js';
import type { ComposeProject } from './compose-project.js';
import { followMails } from './container-mails.js';

const streamPartitions = 8;
const streamKeys = ['users-stream', 'orders-stream', 'notifications-stream'].flatMap((stream) =>
  Array.from({ length: streamPartitions }, (_, partition) => `${stream}.${String(partition)}`),
);

/** One for each instance of order-service. */
export const shopUrls = async (project: ComposeProject): Promise<readonly ShopUrls[]> => {
  const users = `http://${await project.addressOf('user-service', 3000)}`;
  const notifications = `http://${await project.addressOf('notification-service', 3000)}`;
  const instances = await project.containers('order-service');
  return Promise.all(
    instances.map(async (container) => ({
      users,
      notifications,
      orders: `http://${await project.address(container, 3000)}`,
    })),
  );
};

/** Tells the story of `npm start` and prints its checks. @returns whether it ended as it should */
export const storyEndsWell = async (
  project: ComposeProject,
  place: { env: NodeJS.ProcessEnv; redis: string },
): Promise<boolean> => {
  const [urls] = await shopUrls(project);
  const [catcher = ''] = await project.containers('mail-catcher');
  if (!urls) throw new Error('order-service has no instance');
  const following = followMails(catcher, place.env);
  try {
    const redisUrl = `redis://streampact-ops:streampact-ops-development@${await project.addressOf(place.redis, 6379)}`;
    const story = await tellStory({ urls, redisUrl, keyPrefix: '', streamKeys, mails: following.mails });
    print(renderChecks(story.checks));
    return story.checks.every(({ isTrue }) => isTrue);
  } finally {
    following.end();
  }
};

/** How many partitions each living instance owns, the most first; read from the service's database on `node`. */
export const partitionsByInstance = async (
  project: ComposeProject,
  node: string,
  database: string,
): Promise<number[]> => {
  const rows = await query(
    project,
    node,
    database,
    'select count(*) from consumer_lease where owner is not null group by owner order by 1 desc',
  );
  return rows.map(Number);
};

/** @returns the first column of each row */
export const query = async (
  project: ComposeProject,
  node: string,
  database: string,
  sql: string,
): Promise<readonly string[]> =>
  (await project.exec(node, 'psql', '-U', 'app', '-d', database, '-qAt', '-c', sql))
    .split('\n')
    .filter((row) => row !== '');
