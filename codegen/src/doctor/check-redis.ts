/** Redis: whether it answers, and whether it keeps what streams hold. Asks INFO only, which managed Redis allows too. */
import { answerMaxMs, type Check, placeOf, reasonOf } from './check.js';
import { projectPackage } from './project-package.js';

/** The part of package ioredis that is used here. */
interface RedisPackage {
  readonly Redis: new (
    url: string,
    options: object,
  ) => {
    connect(): Promise<void>;
    info(): Promise<string>;
    disconnect(): void;
    on(event: 'error', listener: (error: Error) => void): void;
  };
}

/** XAUTOCLAIM, and the streams commands in the form used here, came with 6.2. */
const oldest = { major: 6, minor: 2 };

export const checkRedis = async (url: string | undefined, folder: string): Promise<readonly Check[]> => {
  if (!url) return [{ status: 'skipped', subject: 'Redis', message: 'not checked: REDIS_URL is not set' }];
  if (/^rediss?\+(?:sentinel|cluster):/.test(url)) {
    const message = 'not checked: REDIS_URL names Sentinels or a Cluster. A service says at its start what they lack';
    return [{ status: 'skipped', subject: 'Redis', message }];
  }
  const place = placeOf(url, ['redis:', 'rediss:']);
  if (place === undefined) {
    return [
      { status: 'problem', subject: 'Redis', message: 'REDIS_URL is no URL of Redis.', fix: 'write redis://host:6379' },
    ];
  }
  const subject = `Redis at ${place}`;
  // Of the package that the project has; its shape is that of every ioredis since version 5.
  const ioredis = (await projectPackage('ioredis', folder)) as RedisPackage | undefined;
  if (ioredis === undefined) {
    const fix = 'npm install it, or run this in the folder of a service';
    return [{ status: 'skipped', subject, message: 'not checked: package ioredis is not installed', fix }];
  }
  try {
    return judge(await infoOf(ioredis, url), subject);
  } catch (error) {
    return [
      {
        status: 'problem',
        subject,
        message: `cannot be used: ${reasonOf(error)}.`,
        fix: 'start it, or correct REDIS_URL',
      },
    ];
  }
};

/** The lines of INFO as names and values. */
const infoOf = async ({ Redis }: RedisPackage, url: string): Promise<ReadonlyMap<string, string>> => {
  const options = {
    lazyConnect: true,
    retryStrategy: () => null,
    connectTimeout: answerMaxMs,
    commandTimeout: answerMaxMs,
  };
  const client = new Redis(url, options);
  // What connect() rejects with says only that the connection is closed; why, is an event.
  let reason: Error | undefined;
  client.on('error', (error) => (reason ??= error));
  try {
    await client.connect();
    const text = await client.info();
    return new Map([...text.matchAll(/^([^#:\r\n]+):([^\r\n]*)/gm)].map(([, name = '', value = '']) => [name, value]));
  } catch (error) {
    throw reason ?? error;
  } finally {
    client.disconnect();
  }
};

const judge = (info: ReadonlyMap<string, string>, subject: string): readonly Check[] => {
  const version = info.get('redis_version') ?? 'unknown';
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isOld = major < oldest.major || (major === oldest.major && minor < oldest.minor);
  const fix = `use ${oldest.major}.${oldest.minor} or newer`;
  return [
    isOld
      ? { status: 'problem', subject, message: `version ${version} is too old.`, fix }
      : { status: 'ok', subject, message: `version ${version}` },
    ...eviction(info, subject),
    ...persistence(info, subject),
  ];
};

const eviction = (info: ReadonlyMap<string, string>, subject: string): readonly Check[] => {
  const policy = info.get('maxmemory_policy') ?? 'noeviction';
  if (policy === 'noeviction') return [];
  const isBounded = info.get('maxmemory') !== '0';
  const message = isBounded
    ? `maxmemory-policy is ${policy}: when memory is short it removes streams that nobody has read.`
    : `maxmemory-policy is ${policy}: once maxmemory is set it removes streams that nobody has read.`;
  return [{ status: isBounded ? 'problem' : 'warning', subject, message, fix: 'set maxmemory-policy noeviction' }];
};

const persistence = (info: ReadonlyMap<string, string>, subject: string): readonly Check[] => {
  if (info.get('aof_enabled') !== '0') return [];
  const message =
    'appendonly is no: after a restart the streams are empty until they are filled again from PostgreSQL.';
  return [{ status: 'warning', subject, message, fix: 'set appendonly yes' }];
};
