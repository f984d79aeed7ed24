/**
 * Goal: services speak TLS with PostgreSQL and Redis, and with nobody who does not prove to be the right one. Method: an authority
 * and certificates of this test; servers that take nothing but TLS; the whole system on them, then one wrong thing at a time.
 */
import { connect } from 'node:net';
import { Redis } from 'ioredis';
import { redisBroker, redisAddress, silentLogger, Trouble, type Logger } from '@streampact/runtime';
import { startRedis, type ServerHandle } from '@streampact/local';
import { openDatabase } from '../../services/edge/src/database/open-database.js';
import { eventually } from '../infrastructure/test-infrastructure.js';
import { streampactIn } from '../../codegen/src/testing/streampact.js';
import { opsIn } from '../integration/operator.js';
import { Authority, type ServerCertificate } from './certificates.js';
import { services, startGuardedPostgres, type GuardedPostgres } from './guarded-postgres.js';
import { startGuardedRedis, type GuardedRedis } from './guarded-redis.js';
import { startGuardedShop, type GuardedShop } from './guarded-shop.js';
import { ServerFiles } from './server-files.js';

const files = new ServerFiles();
let authority: Authority;
let stranger: Authority;
let certificate: ServerCertificate;
let postgres: GuardedPostgres;
let redis: GuardedRedis;
/** Its certificate is for another host. */
let elsewhere: ServerHandle;
let shop: GuardedShop;

/** The host of the certificate. */
const host = 'localhost';

beforeAll(async () => {
  authority = new Authority(files, 'authority');
  stranger = new Authority(files, 'stranger');
  certificate = authority.sign('server', `DNS:${host}`);
  [postgres, redis, elsewhere] = await Promise.all([
    startGuardedPostgres({
      files,
      connection: 'hostssl',
      settings: { ssl: 'on', ssl_cert_file: certificate.certificateFile, ssl_key_file: certificate.keyFile },
    }),
    startGuardedRedis(files, { tls: certificate, host }),
    startRedis({ tls: authority.sign('elsewhere', 'DNS:redis.example.com') }),
  ]);
  shop = await startGuardedShop({
    files,
    admin: { databaseUrl: postgres.adminUrl, redisUrl: redis.adminUrl, redisCaFile: authority.caFile },
    environment: (service) => ({
      DATABASE_URL: databaseUrl(service),
      DATABASE_CA_FILE: authority.caFile,
      REDIS_URL: redis.url(service),
      REDIS_CA_FILE: authority.caFile,
    }),
  });
}, 180_000);

afterAll(async () => {
  await shop.system.stop();
  await Promise.all([postgres.server.stop(), redis.server.stop(), elsewhere.stop()]);
  files.remove();
}, 60_000);

const databaseUrl = (service: (typeof services)[number], name = host, mode = 'verify-full'): string => {
  const url = new URL(postgres.url(service));
  url.hostname = name;
  url.searchParams.set('sslmode', mode);
  return url.href;
};

test('the whole system works over TLS', async () => {
  const { checks } = await shop.tellStory();
  expect(checks.filter(({ isTrue }) => !isTrue)).toEqual([]);
  expect(shop.deaths).toEqual([]);
});

test('so do the tools', async () => {
  const environment = {
    STREAMPACT_DATABASES: services.map((service) => `${service}=${databaseUrl(service)}`).join(','),
    DATABASE_CA_FILE: authority.caFile,
    REDIS_URL: redis.url('streampact-ops'),
    REDIS_CA_FILE: authority.caFile,
  };
  expect(await opsIn({ environment }, 'streams', 'verify')).toMatchObject({ exitCode: 0 });
  const { stderr } = await opsIn(
    { environment: { ...environment, REDIS_CA_FILE: stranger.caFile } },
    'streams',
    'verify',
  );
  expect(stderr).toMatch(/certificate is signed by nobody who is trusted here .*REDIS_CA_FILE/);
  const distrustful = await opsIn(
    { environment: { ...environment, DATABASE_CA_FILE: stranger.caFile } },
    'sagas',
    'list',
  );
  expect(distrustful.stderr).toMatch(/SERVICE_DATABASE_UNREACHABLE.* signed by nobody who .*DATABASE_CA_FILE/);
});

test('so do the tools with secrets from files, as a service takes them', async () => {
  const databases = services.map((service) => `${service}=${databaseUrl(service)}`).join(',');
  const environment = {
    STREAMPACT_DATABASES_FILE: files.write('databases', `${databases}\n`),
    DATABASE_CA_FILE: authority.caFile,
    REDIS_URL_FILE: files.write('redis-url', redis.url('streampact-ops')),
    REDIS_CA_FILE: authority.caFile,
  };
  expect(await opsIn({ environment }, 'streams', 'verify')).toMatchObject({ exitCode: 0 });
  expect(await opsIn({ environment }, 'sagas', 'list')).toMatchObject({ exitCode: 0 });
  const twice = { ...environment, REDIS_URL: redis.url('streampact-ops') };
  const { exitCode, stderr } = await opsIn({ environment: twice }, 'streams', 'verify');
  expect({ exitCode, stderr }).toEqual({
    exitCode: 2,
    stderr:
      'error TOOL_SETTING_INVALID: REDIS_URL and REDIS_URL_FILE are both set: where Redis is. Unset one of them.\n',
  });
});

test('doctor gets where a service gets, and says whom it does not believe', () => {
  const environment = {
    DATABASE_URL_FILE: files.write('database-url', databaseUrl('order-service')),
    DATABASE_CA_FILE: authority.caFile,
    REDIS_URL_FILE: files.write('redis-url', redis.url('order-service')),
    REDIS_CA_FILE: authority.caFile,
  };
  const doctor = (more: Readonly<Record<string, string>>): string =>
    streampactIn({ environment: { ...environment, ...more } }, 'doctor', '--input', 'nowhere').stdout;
  const trusting = doctor({});
  expect(trusting).toMatch(/^ok {7}PostgreSQL at localhost:\d+\/order_service: version \d/m);
  expect(trusting).toMatch(/^ok {7}Redis at localhost:\d+: version \d/m);
  const distrustful = doctor({ DATABASE_CA_FILE: stranger.caFile, REDIS_CA_FILE: stranger.caFile });
  for (const [product, variable] of Object.entries({ PostgreSQL: 'DATABASE_CA_FILE', Redis: 'REDIS_CA_FILE' })) {
    expect(distrustful).toMatch(
      new RegExp(`^problem  ${product} at .* signed by nobody who .* authority in ${variable}`, 'm'),
    );
  }
});

describe('PostgreSQL', () => {
  /** Why a service would not start. */
  const refusalOf = async (url: string, caFile: string): Promise<{ code?: string; message: string }> => {
    const opened = openDatabase({ url, caFile, entities: [], migrations: [], deadlineMs: 1_000 }, silentLogger);
    try {
      await (await opened).destroy();
      return { message: 'it was let in' };
    } catch (error) {
      return error as Error; // openDatabase rejects with errors alone
    }
  };

  test('is not believed with the certificate of somebody else’s authority', async () => {
    const { code, message } = await refusalOf(databaseUrl('order-service'), stranger.caFile);
    expect(code).toBe('DATABASE_UNTRUSTED');
    expect(message).toMatch(
      /^PostgreSQL at localhost:\d+\/order_service is not trusted: its certificate is signed by nobody /,
    );
    expect(message).toContain('Name the file of the right authority in DATABASE_CA_FILE.');
  });

  test('is not believed under a name that its certificate does not have', async () => {
    const { code, message } = await refusalOf(databaseUrl('order-service', '127.0.0.1'), authority.caFile);
    expect(code).toBe('DATABASE_UNTRUSTED');
    expect(message).toContain('its certificate is for another host: it is for DNS:localhost. Write the host');
  });

  test('takes no connection without TLS', async () => {
    const { code, message } = await refusalOf(databaseUrl('order-service', host, 'disable'), '');
    expect(code).toBe('DATABASE_REFUSED');
    expect(message).toMatch(/no encryption/);
  });

  test('an authority for an address that asks for no TLS is a mistake', async () => {
    const { code, message } = await refusalOf(postgres.url('order-service'), authority.caFile);
    expect(code).toBe('DATABASE_ADDRESS_INVALID');
    expect(message).toContain('sslmode=verify-full');
  });
});

describe('Redis', () => {
  /** What a service says while it cannot use Redis; before its first connection has failed, only that there is none. */
  const expectSaid = async (url: string, caFile: string, ...wanted: readonly string[]): Promise<void> => {
    const broker = redisBroker(redisAddress(url, caFile), 'tls-test');
    try {
      await eventually(async () => {
        const said = await broker.relay.streams(['orders-stream.0']).then(
          () => 'it was let in',
          (error: unknown) => String(error),
        );
        for (const text of wanted) expect(said).toContain(text);
      });
    } finally {
      broker.close();
    }
  };

  test('is believed with the right authority and name', async () => {
    await expectSaid(redis.url('order-service'), authority.caFile, 'it was let in');
  });

  test('is not believed with the certificate of somebody else’s authority', async () => {
    await expectSaid(
      redis.url('order-service'),
      stranger.caFile,
      'Redis is not trusted: its certificate is signed by nobody who is trusted here',
      'Name the file of the right authority in REDIS_CA_FILE.',
    );
  });

  test('is not believed under a name that its certificate does not have', async () => {
    await expectSaid(
      elsewhere.url.replace('127.0.0.1', host),
      authority.caFile,
      'its certificate is for another host: it is for DNS:redis.example.com.',
      "Write the host's name into REDIS_URL",
    );
  });

  test('takes no connection without TLS', async () => {
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(redis.server.port, '127.0.0.1', () => socket.write('PING\r\n'));
      socket.once('data', (data) => {
        socket.destroy();
        resolve(data.toString('latin1'));
      });
      socket.once('error', () => resolve('closed'));
      socket.once('close', () => resolve('closed'));
    });
    expect(answer).not.toMatch(/PONG|NOAUTH/);
    const plain = new Redis(redis.url('order-service').replace('rediss', 'redis'), { retryStrategy: () => null });
    plain.on('error', () => undefined);
    await expect(plain.ping()).rejects.toThrow(/closed|ECONNRESET/i);
    plain.disconnect();
  });

  test('an authority for an address that asks for no TLS is a mistake', () => {
    expect(() => redisAddress('redis://localhost:6379', authority.caFile)).toThrow(
      /speaks no TLS.*begin it with rediss/,
    );
  });
});

test('a service says what is wrong with Redis in its log, once', async () => {
  const said: object[] = [];
  const note = (fields: object, sentence: string): void => void said.push({ ...fields, sentence });
  const logger: Logger = { ...silentLogger, error: note, warn: note };
  const trouble = new Trouble(logger, 'Redis is away', 'Redis is back');
  const broker = redisBroker(redisAddress(redis.url('order-service'), stranger.caFile), 'tls-log');
  await eventually(async () => {
    await broker.relay.streams(['orders-stream.0']).catch((error: unknown) => trouble.report(error));
    expect(trouble.current).toContain('REDIS_CA_FILE');
  });
  broker.close();
  expect(JSON.stringify(said)).not.toContain('order-service-development');
});
