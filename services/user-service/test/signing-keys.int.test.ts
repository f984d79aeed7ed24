/**
 * Goal: keys that sign access tokens follow each other, and nobody's token is refused before its time or accepted after it.
 * Method: instances of the whole service over one database; time passes by moving what the database holds.
 */
import { decodeProtectedHeader, importJWK, SignJWT, type JWK } from 'jose';
import { eventually, startTestService, type TestService } from '../../edge/test/harness/index.js';
import { userServiceApplication } from '../src/app.module.js';

let service: TestService;
/** Which key signs is found out by logging in again and again. */
const manyLogIns = { LOGIN_ATTEMPTS_PER_MINUTE: '10000' };
const person = {
  email: 'ada@example.com',
  password: 'correct horse battery staple',
  firstName: 'Ada',
  lastName: 'King',
};

beforeAll(async () => {
  service = await startTestService(userServiceApplication, manyLogIns);
  await service.http.post('/users', person);
});

// The others use the database of the first.
const others: TestService[] = [];
afterAll(async () => {
  await Promise.all(others.map(async (other) => other.close()));
  await service.close();
});

const logIn = async (at = service): Promise<string> => {
  const { email, password } = person;
  return String((await at.http.post('/sessions', { email, password })).body['accessToken']);
};

const kidOf = (token: string): string => String(decodeProtectedHeader(token).kid);

const publishedKids = async (at = service): Promise<readonly string[]> => {
  // RFC 7517: the list of keys, each with its id.
  const { keys } = (await at.http.get('/.well-known/jwks.json')).body as unknown as { keys: { kid: string }[] };
  return keys.map(({ kid }) => kid);
};

const letPass = async (interval: string): Promise<unknown> =>
  service.database.query(
    'update signing_key set signs_from = signs_from - $1::interval, published_until = published_until - $1::interval',
    [interval],
  );

const startAnother = async (): Promise<TestService> =>
  startTestService(userServiceApplication, {
    ...manyLogIns,
    DATABASE_URL: service.databaseUrl,
    STREAMPACT_KEY_PREFIX: service.keyPrefix,
  });

test('a key is announced, signs, stays until its last token has expired, and goes', async () => {
  const oldToken = await logIn();
  const oldKid = kidOf(oldToken);
  expect(await publishedKids()).toEqual([oldKid]);

  await letPass('30 days');
  others.push(...(await Promise.all([startAnother(), startAnother(), startAnother()])));
  const [newKid = '', ...rest] = await publishedKids(others[0]);
  expect(rest).toEqual([oldKid]);
  // Of all that looked at the same moment, one has made a key.
  for (const one of [...others, service]) {
    await eventually(async () => expect(await publishedKids(one)).toEqual([newKid, oldKid]), { deadlineMs: 20_000 });
    expect(kidOf(await logIn(one))).toBe(oldKid);
  }

  await letPass('2 minutes');
  await eventually(async () => expect(kidOf(await logIn())).toBe(newKid), { deadlineMs: 20_000 });
  expect(await publishedKids()).toEqual([newKid, oldKid]);
  expect(await service.http.as(oldToken).get('/users/me')).toMatchObject({ status: 200 });
  expect(await service.http.as(await logIn()).get('/users/me')).toMatchObject({ status: 200 });

  // A token that would still be valid, made with the old key by somebody who has kept it.
  const [row] = await service.database.query<{ private_jwk: JWK }[]>(
    'select private_jwk from signing_key where kid = $1',
    [oldKid],
  );
  const kept = await tokenLike(oldToken, row?.private_jwk ?? {}, oldKid);
  expect(await service.http.as(kept).get('/users/me')).toMatchObject({ status: 200 });
  await letPass('17 minutes');
  await eventually(async () => expect(await publishedKids()).toEqual([newKid]), { deadlineMs: 20_000 });
  expect(await service.http.as(kept).get('/users/me')).toMatchObject({
    status: 401,
    body: { detail: expect.stringContaining('its key is not known') },
  });
}, 90_000);

test('a key that is withdrawn is followed at once, and its tokens are refused', async () => {
  const token = await logIn();
  await service.database.query('update signing_key set published_until = clock_timestamp() where kid = $1', [
    kidOf(token),
  ]);
  await eventually(async () => expect(await publishedKids()).not.toContain(kidOf(token)), { deadlineMs: 20_000 });
  expect(await service.http.as(token).get('/users/me')).toMatchObject({ status: 401 });
  expect(await service.http.as(await logIn()).get('/users/me')).toMatchObject({ status: 200 });
}, 60_000);

/** The same claims, valid for a day. */
const tokenLike = async (token: string, privateJwk: JWK, kid: string): Promise<string> => {
  // A JWT's second part is its claims as JSON.
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'EdDSA', kid })
    .setExpirationTime('1d')
    .sign(await importJWK(privateJwk, 'EdDSA'));
};
