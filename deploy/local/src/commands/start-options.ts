import { parseArgs } from 'node:util';
import { UsageError, messageOf } from '../errors.js';

export interface StartOptions {
  readonly isOnce: boolean;
  readonly hasDemo: boolean;
  readonly isReset: boolean;
  readonly isHelp: boolean;
}

export const startHelp = `Starts the whole system on this machine: PostgreSQL, Redis, the three services and a mail catcher.
Then two customers place orders, and what happens is printed as a timeline. Ctrl-C stops everything; data is kept.

Usage: npm start -- [options]

  --once      stop after the story: exit code 0 if it ended as it should, else 1
  --no-demo   start only, without the story
  --reset     delete the data that earlier starts kept, then start
  --help      this text

Environment:
  DATABASE_URL, REDIS_URL        use these servers (databases user_service, order_service, notification_service), in any form that
                                 a service takes: several hosts, Sentinels, a Cluster; <NAME>_FILE; DATABASE_CA_FILE, REDIS_CA_FILE
  STREAMPACT_INFRASTRUCTURE      docker, local or embedded: take PostgreSQL and Redis from there only
  STREAMPACT_KEY_PREFIX          begins every key in Redis
  USER_SERVICE_PORT, ORDER_SERVICE_PORT, NOTIFICATION_SERVICE_PORT     instead of 3001, 3002, 3003
  LOG_LEVEL, CREDIT_LIMIT_MINOR, ORDER_TIMEOUT_MS …                    go to the services

Examples:
  npm start -- --once
  ORDER_SERVICE_PORT=4002 npm start -- --reset --no-demo
`;

/**
 * @param env npm takes the flags before `--` for itself and leaves them there
 * @throws UsageError – for an unknown flag, one that npm took, or flags that contradict each other
 */
export const parseStartOptions = (args: readonly string[], env: NodeJS.ProcessEnv = {}): StartOptions => {
  const taken = ['once', 'reset'].filter((name) => env[`npm_config_${name}`] === 'true');
  if (env['npm_config_demo'] === '') taken.push('no-demo');
  if (taken.length > 0) {
    const flags = taken.map((name) => `--${name}`).join(' ');
    throw new UsageError(`npm took ${flags} for itself. Write two hyphens before it: npm start -- ${flags}`);
  }
  const { once, 'no-demo': noDemo, reset, help } = parse(args);
  if (once && noDemo) {
    throw new UsageError('--once ends after the story and --no-demo leaves the story out: use one of them.');
  }
  return { isOnce: once ?? false, hasDemo: !noDemo, isReset: reset ?? false, isHelp: help ?? false };
};

const flag = { type: 'boolean' } as const;

const parse = (args: readonly string[]): Partial<Record<'once' | 'no-demo' | 'reset' | 'help', boolean>> => {
  try {
    return parseArgs({
      args: [...args],
      options: { once: flag, 'no-demo': flag, reset: flag, help: { ...flag, short: 'h' } },
    }).values;
  } catch (error) {
    throw new UsageError(`${messageOf(error).split('. ')[0] ?? ''}. Known: --once --no-demo --reset --help`);
  }
};
