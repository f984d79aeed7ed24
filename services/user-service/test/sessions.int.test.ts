/** Goal: a session goes on without the password, and ends when it has to. Method: the whole service; two instances for races. */
import { createHash } from 'node:crypto';
import { startTestService, type TestService } from '../../edge/test/harness/index.js';
import { userServiceApplication } from '../src/app.module.js';

interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
}

let service: TestService;
const person = {
  email: 'ada@example.com',
  password: 'correct horse battery staple',
  firstName: 'Ada',
  lastName: 'King',
};

beforeAll(async () => {
  service = await startTestService(userServiceApplication);
  await service.http.post('/users', person);
});

afterAll(async () => service.close());

// The answer of a login and of a refresh; a test that got a problem instead fails by what it does with the tokens.
const tokensOf = ({ body }: { body: unknown }): Tokens => body as Tokens;

const logIn = async (): Promise<Tokens> =>
  tokensOf(await service.http.post('/sessions', { email: person.email, password: person.password }));

const refresh = async (refreshToken: string, at = service) => at.http.post('/sessions/refresh', { refreshToken });

const profile = async ({ accessToken }: Tokens) => (await service.http.as(accessToken).get('/users/me')).status;

const refused = { status: 401, body: { type: 'urn:streampact:problem:refresh-token-refused' } };

test('a refresh gives the next two tokens, again and again', async () => {
  let tokens = await logIn();
  for (let n = 0; n < 3; n++) {
    const answer = await refresh(tokens.refreshToken);
    expect(answer).toMatchObject({ status: 200, body: { tokenType: 'Bearer', expiresInSeconds: 900 } });
    expect(tokensOf(answer).refreshToken).not.toBe(tokens.refreshToken);
    tokens = tokensOf(answer);
    expect(await profile(tokens)).toBe(200);
  }
});

test('a token that is used twice ends the session for whoever has it', async () => {
  const first = await logIn();
  const second = tokensOf(await refresh(first.refreshToken));
  expect(await refresh(first.refreshToken)).toMatchObject(refused);
  expect(await refresh(second.refreshToken)).toMatchObject(refused);
  expect(await profile(second)).toBe(401);
  expect(service.log).toContainEqual(
    expect.objectContaining({ level: 'warn', sentence: 'refresh token used twice; its session was ended' }),
  );
});

test('other sessions of the same user go on', async () => {
  const stolen = await logIn();
  const other = await logIn();
  await refresh(stolen.refreshToken);
  await refresh(stolen.refreshToken);
  expect(await refresh(other.refreshToken)).toMatchObject({ status: 200 });
});

test('of several that use one token at once, at different instances, one gets the next', async () => {
  const second = await startTestService(userServiceApplication, {
    DATABASE_URL: service.databaseUrl,
    STREAMPACT_KEY_PREFIX: service.keyPrefix,
  });
  for (let round = 0; round < 5; round++) {
    const { refreshToken } = await logIn();
    const answers = await Promise.all(
      [service, second, service, second].map(async (instance) => refresh(refreshToken, instance)),
    );
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 401, 401, 401]);
    const winner = answers.find(({ status }) => status === 200);
    expect(await refresh(tokensOf(winner ?? { body: {} }).refreshToken)).toMatchObject(refused);
  }
  await second.close();
});

test('a log-out ends the session of its token, and no other', async () => {
  const here = await logIn();
  const there = await logIn();
  expect(await service.http.as(here.accessToken).delete('/sessions/current')).toMatchObject({ status: 204 });
  expect(await refresh(here.refreshToken)).toMatchObject(refused);
  expect(await service.http.as(here.accessToken).get('/users/me')).toMatchObject({
    status: 401,
    body: { detail: expect.stringContaining('its session has ended') },
  });
  expect(await profile(there)).toBe(200);
});

test('a log-out everywhere ends all of them', async () => {
  const sessions = [await logIn(), await logIn()];
  expect(await service.http.as(sessions[0]?.accessToken ?? '').delete('/sessions')).toMatchObject({ status: 204 });
  for (const session of sessions) expect(await refresh(session.refreshToken)).toMatchObject(refused);
  expect(await refresh((await logIn()).refreshToken)).toMatchObject({ status: 200 });
});

test('a session ends in the end, and what is over is deleted', async () => {
  const tokens = await logIn();
  await service.database.query(`update session set ends_at = clock_timestamp() - interval '1 s'`);
  expect(await refresh(tokens.refreshToken)).toMatchObject(refused);
  expect(await profile(tokens)).toBe(401);
  await logIn();
  await logIn();
  const [sessions] = await service.database.query<{ count: number }[]>(
    'select count(*)::int from session where ends_at < clock_timestamp()',
  );
  const [orphans] = await service.database.query<{ count: number }[]>(
    'select count(*)::int from refresh_token join session using (session_id) where ends_at < clock_timestamp()',
  );
  expect([sessions, orphans]).toEqual([{ count: 0 }, { count: 0 }]);
});

test('no token outlives its session', async () => {
  const short = await startTestService(userServiceApplication, {
    DATABASE_URL: service.databaseUrl,
    STREAMPACT_KEY_PREFIX: service.keyPrefix,
    SESSION_TTL_SECONDS: '60',
  });
  const { email, password } = person;
  const answer = await short.http.post('/sessions', { email, password });
  expect(answer.body).toMatchObject({ expiresInSeconds: 60, sessionEndsInSeconds: 60 });
  await short.close();
});

test('a refresh token is stored as its hash alone', async () => {
  const { refreshToken } = await logIn();
  const rows = await service.database.query<object[]>('select * from refresh_token');
  const hash = createHash('sha256').update(refreshToken).digest();
  expect(rows).toContainEqual(expect.objectContaining({ token_hash: hash, used_at: null }));
  expect(JSON.stringify(rows)).not.toContain(refreshToken);
});

test.each([[{}], [{ refreshToken: 'short' }], [{ refreshToken: 7 }], [{ refreshToken: ['a'.repeat(43)] }]])(
  'a refresh with a body that holds no token is refused: %j',
  async (body: object) => {
    expect(await service.http.post('/sessions/refresh', body)).toMatchObject({ status: 422 });
  },
);

test('an invented token is refused', async () => {
  expect(await refresh('A'.repeat(43))).toMatchObject(refused);
});

test('a log-out needs a token', async () => {
  expect(await service.http.delete('/sessions/current')).toMatchObject({ status: 401 });
  expect(await service.http.delete('/sessions')).toMatchObject({ status: 401 });
});
