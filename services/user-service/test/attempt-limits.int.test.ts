/** Goal: passwords and addresses cannot be tried out in numbers, and nobody else is shut out. Method: hammering a whole service. */
import { startTestService, type TestService } from '../../edge/test/harness/index.js';
import { userServiceApplication } from '../src/app.module.js';

const password = 'correct horse battery staple';
const limits = { LOGIN_ATTEMPTS_PER_MINUTE: '12', LOGIN_FAILURES_PER_HOUR: '3', REGISTRATIONS_PER_HOUR: '5' };
const ada = 'ada@example.com';

let service: TestService;

/** Behind a proxy of this machine, so that a test can come from any address. */
beforeEach(async () => {
  service = await startTestService(userServiceApplication, { ...limits, TRUSTED_PROXIES: 'loopback' });
});

afterEach(async () => service.close());

const from = (address: string, at = service) => at.http.with({ 'x-forwarded-for': address });

const register = async (email: string, address = '192.0.2.1') =>
  from(address).post('/users', { email, password, firstName: 'Ada', lastName: 'King' });

interface Login {
  readonly email?: string;
  readonly isRight?: boolean;
  readonly address?: string;
  readonly at?: TestService;
}

const logIn = async ({ email = ada, isRight = false, address = '192.0.2.1', at = service }: Login = {}) =>
  from(address, at).post('/sessions', { email, password: isRight ? password : 'wrong password' });

/** One after the other. */
const statuses = async (
  count: number,
  send: (n: number) => Promise<{ status: number }>,
): Promise<readonly number[]> => {
  const all: number[] = [];
  for (let n = 0; n < count; n++) all.push((await send(n)).status);
  return all;
};

test('after some wrong passwords the right one has to wait, too, and is told how long', async () => {
  await register(ada);
  expect(await statuses(4, async () => logIn())).toEqual([401, 401, 401, 429]);
  const answer = await logIn({ isRight: true });
  expect(answer).toMatchObject({ status: 429, body: { type: 'urn:streampact:problem:too-many-attempts' } });
  // One of three in an hour grows back in twenty minutes.
  const waitSeconds = Number(answer.headers.get('retry-after'));
  expect(waitSeconds).toBeGreaterThan(0);
  expect(waitSeconds).toBeLessThanOrEqual(1_200);

  await service.database.query(`update throttle set free_at = free_at - make_interval(secs => $1)`, [waitSeconds]);
  expect(await logIn({ isRight: true })).toMatchObject({ status: 201 });
});

test('an account that does not exist is limited alike', async () => {
  expect(await statuses(4, async () => logIn({ email: 'nobody@example.com' }))).toEqual([401, 401, 401, 429]);
});

test('another spelling of the address is the same account', async () => {
  await register(ada);
  const spellings = ['ada@example.com', 'ADA@example.com', ' ada@example.com', 'Ada@Example.com '];
  expect(await statuses(4, async (n) => logIn({ email: spellings[n] ?? '' }))).toEqual([401, 401, 401, 429]);
});

test('the owner of an account that somebody hammers still gets in from elsewhere', async () => {
  await register(ada);
  await statuses(12, async () => logIn({ address: '203.0.113.66' }));
  expect(await logIn({ isRight: true })).toMatchObject({ status: 201 });
});

test('an account that many addresses hammer is shut for all of them', async () => {
  await register(ada);
  const attempts = await statuses(31, async (n) => logIn({ address: `203.0.113.${n}` }));
  expect(attempts.slice(0, 30).every((status) => status === 401)).toBe(true);
  expect(attempts[30]).toBe(429);
});

test('the right password makes earlier mistakes forgotten', async () => {
  await register(ada);
  const attempt = async (n: number) => logIn({ isRight: n % 3 === 2 });
  expect(await statuses(9, attempt)).toEqual([401, 401, 201, 401, 401, 201, 401, 401, 201]);
});

test('one address that tries many accounts has to wait; another one has not', async () => {
  const attempts = await statuses(13, async (n) => logIn({ email: `user-${n}@example.com` }));
  expect(attempts).toEqual([...Array.from({ length: 12 }, () => 401), 429]);
  expect(await logIn({ email: 'user-20@example.com', address: '192.0.2.2' })).toMatchObject({ status: 401 });
});

test('attempts at the same moment, at two instances, count together', async () => {
  const second = await startTestService(userServiceApplication, {
    ...limits,
    TRUSTED_PROXIES: 'loopback',
    DATABASE_URL: service.databaseUrl,
    STREAMPACT_KEY_PREFIX: service.keyPrefix,
  });
  const answers = await Promise.all(
    Array.from({ length: 12 }, async (_, n) => logIn({ at: n % 2 === 0 ? service : second })),
  );
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(3);
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(9);
  await second.close();
});

test('registrations from one address are limited, and so it cannot find out who is registered', async () => {
  await register(ada, '198.51.100.1');
  const asked = async (n: number) => register(n === 2 ? ada : `user-${n}@example.com`);
  expect(await statuses(6, asked)).toEqual([201, 201, 409, 201, 201, 429]);
  expect(await register('late@example.com', '192.0.2.2')).toMatchObject({ status: 201 });
});

test('one e-mail address cannot be asked for from many addresses', async () => {
  const attempts = await statuses(6, async (n) => register(ada, `203.0.113.${n}`));
  expect(attempts).toEqual([201, 409, 409, 409, 409, 429]);
});

test('a client is not believed what it says about its own address', async () => {
  const direct = await startTestService(userServiceApplication, limits);
  const attempts = await statuses(4, async (n) => logIn({ at: direct, address: `203.0.113.${n}` }));
  expect(attempts).toEqual([401, 401, 401, 429]);
  await direct.close();
  // Behind a proxy, what the client wrote stands before the address that the proxy added.
  const behind = await statuses(4, async (n) => logIn({ address: `203.0.113.${n}, 192.0.2.9` }));
  expect(behind).toEqual([401, 401, 401, 429]);
});

test('the table of limits names nobody, and forgets who is done', async () => {
  await logIn();
  await service.database.query(`update throttle set free_at = free_at - interval '2 hours'`);
  const before = await service.database.query<{ key: Buffer }[]>('select key from throttle');
  expect(before.map(({ key }) => key.length)).toEqual([32, 32, 32]);
  const another = await startTestService(userServiceApplication, { DATABASE_URL: service.databaseUrl });
  await logIn({ at: another, email: 'other@example.com' });
  const after = await service.database.query<{ key: Buffer }[]>('select key from throttle');
  for (const { key } of before) expect(after).not.toContainEqual({ key });
  await another.close();
});

test('the password of nobody opens no account', async () => {
  const body = { email: 'nobody@example.com', password: 'the password of nobody' };
  expect(await service.http.post('/sessions', body)).toMatchObject({ status: 401 });
});
