/** The three services as real processes, each with credentials of its own: users of Redis, roles of PostgreSQL. */
import { join } from 'node:path';
import { mkdirSync } from 'node:fs';
import { System, tellStory, type ServiceName, type Story } from '@streampact/local';
import { compile, projectFolder } from '../infrastructure/compiled.js';
import type { ServerFiles } from './server-files.js';

export interface GuardedShopOptions {
  readonly files: ServerFiles;
  /** Superusers: for the databases that are missing, and for what the story looks at. */
  readonly admin: { readonly databaseUrl: string; readonly redisUrl: string; readonly redisCaFile?: string };
  readonly environment: (service: ServiceName) => NodeJS.ProcessEnv;
}

export interface GuardedShop {
  readonly system: System;
  /** Services that ended by themselves. */
  readonly deaths: readonly string[];
  readonly logFolder: string;
  readonly tellStory: () => Promise<Story>;
}

export const startGuardedShop = async ({ files, admin, environment }: GuardedShopOptions): Promise<GuardedShop> => {
  compile();
  const logFolder = join(files.folder, 'logs');
  mkdirSync(logFolder, { recursive: true });
  const deaths: string[] = [];
  const system = await System.start({
    projectFolder,
    logFolder,
    env: {
      PATH: process.env['PATH'],
      STREAMPACT_KEY_PREFIX: '',
      USER_SERVICE_PORT: '0',
      ORDER_SERVICE_PORT: '0',
      NOTIFICATION_SERVICE_PORT: '0',
    },
    infrastructure: {
      ...admin,
      from: { postgres: 'the test', redis: 'the test' },
      servers: [],
      stop: () => Promise.resolve(),
    },
    say: () => undefined,
    onDeath: (sentence) => void deaths.push(sentence),
    environment,
  });
  const urls = {
    users: system.url('user-service'),
    orders: system.url('order-service'),
    notifications: system.url('notification-service'),
  };
  const { redisUrl, redisCaFile } = admin;
  const place = { redisUrl, ...(redisCaFile === undefined ? {} : { redisCaFile }) };
  const story = { urls, ...place, keyPrefix: '', mails: system.mailCatcher.mails };
  return { system, deaths, logFolder, tellStory: () => tellStory(story) };
};
