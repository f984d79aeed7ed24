import { parseRedisAddress, redisPlace } from '@streampact/runtime';
import { withoutPassword } from '@streampact/runtime/tools';
import { databaseUrl } from '../databases.js';
import { bold } from '../terminal/colours.js';
import { table } from '../terminal/table.js';
import { databaseOf, serviceNames } from './service-names.js';
import type { System } from './system.js';

/** Where everything is. */
export const urlTable = (system: System, logFolder: string): string[] => {
  const { infrastructure, mailCatcher } = system;
  const [head = '', ...rows] = table([
    ['service', 'API page', 'health', 'metrics', 'database'],
    ...serviceNames.map((name) => {
      const url = system.url(name);
      return [name, `${url}/docs`, `${url}/health/ready`, `${url}/metrics`, databaseOf(name)];
    }),
  ]);
  const others = table([
    ['PostgreSQL', withoutPassword(databaseUrl(infrastructure.databaseUrl, databaseOf('user-service')))],
    ['Redis', redisPlace(parseRedisAddress(infrastructure.redisUrl))],
    ['mail catcher', mailCatcher.url],
    ['logs', `${logFolder}/<service>.log`],
  ]);
  return [bold(head), ...rows, '', ...others];
};
