/** Goal: what a customer can do over HTTP, and which events that makes. Method: the whole service, a second instance for keys. */
import { usersStream } from '@streampact/generated/user-service';
import { decodeProtectedHeader } from 'jose';
import { eventually, startTestService, StreamReader, type TestService } from '../../edge/test/harness/index.js';
import { userServiceApplication } from '../src/app.module.js';

let service: TestService;
let streams: StreamReader;
const password = 'correct horse battery staple';
const ada = { email: 'Ada@Example.com', password, firstName: 'Ada', lastName: 'Lovelace' };

beforeAll(async () => {
  service = await startTestService(userServiceApplication);
  streams = new StreamReader(service.keyPrefix);
});

afterAll(async () => {
  streams.close();
  await service.close();
});

const register = async (email: string): Promise<string> =>
  String((await service.http.post('/users', { ...ada, email })).body['userId']);

const logIn = async (email: string): Promise<string> =>
  String((await service.http.post('/sessions', { email, password })).body['accessToken']);

const eventTypes = async (userId: string): Promise<readonly string[]> =>
  (await streams.eventsOf(usersStream, userId)).map(({ type }) => type);

test('registers a user once and tells it', async () => {
  const answer = await service.http.post('/users', ada, { 'x-correlation-id': 'registration-1' });
  expect(answer).toMatchObject({
    status: 201,
    body: { email: 'ada@example.com', firstName: 'Ada', lastName: 'Lovelace' },
  });
  expect(answer.headers.get('location')).toBe('/users/me');
  expect(Object.keys(answer.body).toSorted()).toEqual(['email', 'firstName', 'lastName', 'userId']);
  const userId = String(answer.body['userId']);

  const again = await service.http.post('/users', { ...ada, email: 'ADA@example.com' });
  expect(again).toMatchObject({ status: 409, body: { type: 'urn:streampact:problem:email-taken' } });

  await eventually(async () =>
    expect(await streams.eventsOf(usersStream, userId)).toMatchObject([
      {
        type: 'USER_CREATED',
        correlationId: 'registration-1',
        data: { userId, email: 'ada@example.com', firstName: 'Ada', lastName: 'Lovelace' },
      },
    ]),
  );
});

test('of two registrations at the same moment one wins', async () => {
  const answers = await Promise.all(
    [1, 2].map(async () => service.http.post('/users', { ...ada, email: 'twin@example.com' })),
  );
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409]);
});

test.each([
  ['an address that is none', { email: 'ada' }, '/email'],
  ['an address that not every mail server takes', { email: 'a@exämple.com' }, '/email'],
  ['half a surrogate pair', { email: '\ud800@example.com' }, '/email'],
  ['a quoted address', { email: '"a b"@example.com' }, '/email'],
  ['a short password', { password: 'short' }, '/password'],
  ['a line break in a name', { firstName: 'Ada\r\nBcc: all@example.com' }, '/firstName'],
  ['a name of blanks', { lastName: '   ' }, '/lastName'],
  ['something that nobody asked for', { isAdmin: true }, '/isAdmin'],
])('refuses a registration with %s', async (_what: string, change: object, pointer: string) => {
  const answer = await service.http.post('/users', { ...ada, email: 'new@example.com', ...change });
  expect(answer.status).toBe(422);
  expect(answer.body['errors']).toContainEqual(expect.objectContaining({ pointer }));
});

test('gives a token for the right password only, in the same words for a wrong address', async () => {
  await register('grace@example.com');
  const right = await service.http.post('/sessions', { email: 'Grace@example.com', password });
  expect(right).toMatchObject({ status: 201, body: { tokenType: 'Bearer', expiresInSeconds: 900 } });
  const wrongPassword = await service.http.post('/sessions', {
    email: 'grace@example.com',
    password: 'wrong password',
  });
  const wrongAddress = await service.http.post('/sessions', { email: 'nobody@example.com', password });
  expect([wrongPassword.status, wrongAddress.status]).toEqual([401, 401]);
  expect({ ...wrongAddress.body, correlationId: '' }).toEqual({ ...wrongPassword.body, correlationId: '' });
});

test('a login with what no database can store is refused', async () => {
  const answer = await service.http.post('/sessions', { email: 'a\u0000@example.com', password });
  expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer: '/email' }] } });
});

test('stores passwords as argon2id alone', async () => {
  await register('hash@example.com');
  const rows = await service.database.query<{ password_hash: string }[]>('select password_hash from users');
  for (const row of rows) expect(row.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
});

test('shows and changes the own profile, and tells only what is different', async () => {
  const userId = await register('mary@example.com');
  const mary = service.http.as(await logIn('mary@example.com'));
  expect(await mary.get('/users/me')).toMatchObject({ status: 200, body: { userId, firstName: 'Ada' } });
  expect(await mary.patch('/users/me', { firstName: 'Ada', lastName: 'King' })).toMatchObject({
    status: 200,
    body: { firstName: 'Ada', lastName: 'King' },
  });
  expect(await mary.patch('/users/me', { lastName: 'King' })).toMatchObject({ status: 200 });
  await eventually(async () => expect(await eventTypes(userId)).toEqual(['USER_CREATED', 'USER_PROFILE_UPDATED']));
  const [, update] = await streams.eventsOf(usersStream, userId);
  expect(update?.data).toEqual({ userId, lastName: 'King' });
});

test.each([[{}], [{ firstName: null }], [{ email: 'other@example.com' }]])(
  'refuses a change of the profile that is none: %j',
  async (body: object) => {
    const user = service.http.as(await logIn('mary@example.com'));
    expect(await user.patch('/users/me', body)).toMatchObject({ status: 422 });
  },
);

test('a new user has the whole credit', async () => {
  await register('rich@example.com');
  const user = service.http.as(await logIn('rich@example.com'));
  expect((await user.get('/users/me/credit')).body).toEqual({
    limit: { amountMinor: 100_000, currency: 'EUR' },
    reserved: { amountMinor: 0, currency: 'EUR' },
    available: { amountMinor: 100_000, currency: 'EUR' },
  });
});

test('publishes the key that its tokens name, and never the private part', async () => {
  await register('keys@example.com');
  const { kid, alg } = decodeProtectedHeader(await logIn('keys@example.com'));
  const { body } = await service.http.get('/.well-known/jwks.json');
  expect(alg).toBe('EdDSA');
  expect(body['keys']).toEqual([
    { kid, alg: 'EdDSA', use: 'sig', kty: 'OKP', crv: 'Ed25519', x: expect.any(String) as string },
  ]);
});

test('a token of one instance is good at every other', async () => {
  await register('anywhere@example.com');
  const token = await logIn('anywhere@example.com');
  const second = await startTestService(userServiceApplication, { DATABASE_URL: service.databaseUrl });
  expect(await second.http.as(token).get('/users/me')).toMatchObject({ status: 200 });
  await second.close();
});

test('the document of the API describes every operation and its errors', async () => {
  const { body } = await service.http.get('/docs/json');
  expect(body['paths']).toMatchObject({
    '/users': { post: { responses: { 201: {}, 409: {}, 422: {} } } },
    '/users/me': { get: { responses: { 200: {}, 401: {} } }, patch: { responses: { 200: {}, 401: {}, 422: {} } } },
    '/users/me/credit': { get: { responses: { 200: {} } } },
    '/sessions': { post: { responses: { 201: {}, 401: {} } }, delete: { responses: { 204: {}, 401: {} } } },
    '/sessions/refresh': { post: { responses: { 200: {}, 401: {}, 422: {} } } },
    '/sessions/current': { delete: { responses: { 204: {}, 401: {} } } },
    '/.well-known/jwks.json': { get: {} },
  });
});
