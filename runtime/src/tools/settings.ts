/** Where the databases of the services and Redis are: from the environment, else from a running `npm start`. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseRedisAddress } from '../broker/redis-address.js';
import { parsePostgresAddress } from '../database/postgres-address.js';
import { withRootCertificate } from '../database/postgres-authority.js';
import { givenText, type Environment } from '../environment/given-text.js';
import { DatabaseAddressError } from '../errors/errors.js';
import { SystemNotFoundError, ToolSettingError } from './errors.js';

export interface ToolSettings {
  /** URL of each service's database, by the service's name, which is also its consumer group. */
  readonly databases: ReadonlyMap<string, string>;
  readonly redisUrl: string;
  /** Of the authorities that the certificate of Redis must be signed by. @default those that Node knows */
  readonly redisCaFile?: string;
  /** What every Redis key begins with. */
  readonly keyPrefix: string;
}

/** What `npm start` writes while it runs (deploy/local/src/start/system-file.ts). */
interface SystemFile {
  readonly pid: number;
  readonly databases: Readonly<Record<string, string>>;
  readonly redisUrl: string;
  readonly redisCaFile?: string;
  readonly keyPrefix: string;
}

/** Relative to the project. Holds passwords: only its owner can read it. */
export const systemFile = join('.streampact', 'system.json');

/**
 * The environment wins over a running system, variable by variable.
 * @param folder – where to look for a running system: in it, and in each folder above
 * @throws SystemNotFoundError – nothing says where they are; ToolSettingError, RedisAddressError – what is said means nothing
 */
export const findSettings = (environment: Environment, folder: string): ToolSettings => {
  const given = (name: keyof typeof purposes): string | undefined => settingOf(name, environment);
  const databases = given('STREAMPACT_DATABASES');
  const keyPrefix = given('STREAMPACT_KEY_PREFIX');
  const databaseCaFile = given('DATABASE_CA_FILE');
  const redisUrl = given('STREAMPACT_REDIS_URL') || given('REDIS_URL');
  const redisCaFile = given('REDIS_CA_FILE');
  const running = databases && redisUrl ? undefined : runningSystem(folder);
  const missing = [...(databases ? [] : ['STREAMPACT_DATABASES']), ...(redisUrl ? [] : ['REDIS_URL'])];
  if (missing.length > 0 && !running) throw new SystemNotFoundError({ missing });
  return {
    databases: databases
      ? parseDatabases(databases, databaseCaFile)
      : new Map(Object.entries(running?.databases ?? {})),
    redisUrl: redisUrl ? checkedRedis(redisUrl) : (running?.redisUrl ?? ''),
    ...authorityOf(redisUrl ? redisCaFile : running?.redisCaFile),
    keyPrefix: keyPrefix ?? running?.keyPrefix ?? '',
  };
};

const authorityOf = (redisCaFile: string | undefined): Pick<ToolSettings, 'redisCaFile'> =>
  redisCaFile ? { redisCaFile } : {};

const purposes = {
  STREAMPACT_DATABASES: 'the database of each service',
  STREAMPACT_KEY_PREFIX: 'what every Redis key begins with',
  STREAMPACT_REDIS_URL: 'where Redis is, for tools',
  DATABASE_CA_FILE: 'who must have signed the certificates of the databases',
  REDIS_URL: 'where Redis is',
  REDIS_CA_FILE: 'who must have signed the certificate of Redis',
} as const;

const settingOf = (name: keyof typeof purposes, environment: Environment): string | undefined => {
  const given = givenText({ name, purpose: purposes[name] }, environment);
  if ('problem' in given) throw new ToolSettingError({ sentence: given.problem });
  return given.text;
};

/** @param text – `order-service=postgres://…,user-service=postgres://…` */
const parseDatabases = (text: string, caFile: string | undefined): ReadonlyMap<string, string> => {
  const databases = new Map<string, string>();
  // A comma within a URL is followed by no name and "=postgres". One at the end is what a loop leaves, and no part of a database's name.
  for (const part of text.replace(/,\s*$/, '').split(/,(?=[^,=]+=postgres(?:ql)?:)/)) {
    const [, service, url] = /^\s*([\w.-]+)=(\S+)\s*$/.exec(part) ?? [];
    if (service === undefined || url === undefined || databases.has(service)) {
      throw new ToolSettingError({
        name: 'A part of STREAMPACT_DATABASES',
        got: withoutPassword(part),
        want: 'the name of a service that is not named before, "=" and the URL of its database, as in order-service=postgres://user:password@host:5432/order_service',
      });
    }
    databases.set(service, checkedDatabase(service, url, caFile));
  }
  return databases;
};

const checkedRedis = (text: string): string => {
  parseRedisAddress(text); // what it throws says what is wrong
  return text;
};

const checkedDatabase = (service: string, url: string, caFile: string | undefined): string => {
  try {
    parsePostgresAddress(url);
    return withRootCertificate(url, caFile);
  } catch (error) {
    if (!(error instanceof DatabaseAddressError)) throw error;
    throw new ToolSettingError({ name: `The database of ${service}`, problem: error.problem });
  }
};

/** A file whose process is gone was left behind by a kill: that system does not run. */
const runningSystem = (folder: string): SystemFile | undefined => {
  for (let at = folder; ; at = dirname(at)) {
    const file = join(at, systemFile);
    if (existsSync(file)) {
      // Written by `npm start` alone.
      const system = JSON.parse(readFileSync(file, 'utf8')) as SystemFile;
      if (isRunning(system.pid)) return system;
    }
    if (dirname(at) === at) return undefined;
  }
};

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

/** For messages. */
export const withoutPassword = (text: string): string => text.replaceAll(/(:\/\/[^:@/\s]*):[^@/\s]*@/g, '$1:***@');
