/** Goal: what every service promises at its HTTP edge. Method: a service with next to nothing of its own. */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import { startIdentityProvider, type IdentityProvider } from './harness/identity-provider.js';
import { probeApplication, probeHealth } from './harness/probe-service.js';
import { startTestService, type TestService } from './harness/test-service.js';
// After edge, as in a service: the infrastructure loads the runtime, whose instruments stay silent if nobody listens by then.
import { eventually } from '../../../tests/infrastructure/test-infrastructure.js';

let identity: IdentityProvider;
let service: TestService;
const thing = { name: 'cup', parts: [{ quantity: 1 }] };

beforeAll(async () => {
  identity = await startIdentityProvider();
  service = await startTestService(probeApplication, { JWKS_URL: identity.jwksUrl });
});

afterAll(async () => {
  await service.close();
  await identity.close();
});

describe('a body', () => {
  test('that is right reaches the operation', async () => {
    expect(await service.http.post('/things', thing)).toMatchObject({ status: 201, body: { thing } });
  });

  test('that is wrong is answered with every place where it is', async () => {
    const answer = await service.http.post('/things', {
      parts: [{ quantity: 0 }, { quantity: 1, colour: 'red' }],
      'a/b': 1,
    });
    expect(answer.status).toBe(422);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.body).toMatchObject({
      type: 'urn:streampact:problem:body-invalid',
      status: 422,
      instance: '/things',
    });
    expect(answer.body['errors']).toEqual(
      expect.arrayContaining([
        { pointer: '/name', detail: 'must be a string' },
        { pointer: '/parts/0/quantity', detail: 'must not be less than 1' },
        { pointer: '/parts/1/colour', detail: expect.stringContaining('should not exist') },
        { pointer: '/a~1b', detail: expect.stringContaining('should not exist') },
      ]),
    );
  });

  test.each([
    ['malformed', '{"name": ', 'application/json', 400],
    ['a list', '[1]', 'application/json', 422],
    ['of another type', 'name=cup', 'application/x-www-form-urlencoded', 415],
    ['too large', JSON.stringify({ name: 'x'.repeat(300_000) }), 'application/json', 413],
  ])('that is %s is refused', async (_what: string, text: string, contentType: string, status: number) => {
    const answer = await service.http.postText('/things', text, contentType);
    expect(answer).toMatchObject({ status, body: { status, type: expect.any(String), detail: expect.any(String) } });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });

  test('that is missing is answered like an empty one', async () => {
    expect(await service.http.post('/things')).toMatchObject({ status: 422 });
  });
});

test('a parameter that is wrong is answered with its name', async () => {
  expect(await service.http.get('/things?limit=99')).toMatchObject({
    status: 400,
    body: { errors: [{ parameter: 'limit', detail: 'must not be greater than 10' }] },
  });
  expect(await service.http.get('/things?limit=7')).toMatchObject({ status: 200, body: { limit: 7 } });
});

test('errors are told as problems, and nothing of the inside', async () => {
  expect(await service.http.get('/nowhere')).toMatchObject({ status: 404, body: { title: 'Not Found', status: 404 } });
  expect(await service.http.get('/things/failing/on-purpose')).toMatchObject({
    status: 409,
    body: { type: 'urn:streampact:problem:broken', title: 'Broken', detail: 'It is broken.' },
  });
  const answer = await service.http.get('/things/failing/unexpectedly');
  expect(answer.status).toBe(500);
  expect(answer.text).not.toContain('secret inside');
  expect(service.log).toContainEqual(
    expect.objectContaining({
      sentence: 'request failed',
      correlationId: answer.body['correlationId'],
      err: expect.objectContaining({ message: 'secret inside' }),
    }),
  );
});

test('a request belongs to the story that its caller names, else to a new one', async () => {
  const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
  const named = await service.http.post('/things', thing, { 'x-correlation-id': 'story-1', traceparent });
  expect(named.body['context']).toEqual({ correlationId: 'story-1', traceparent });
  expect(named.headers.get('x-correlation-id')).toBe('story-1');
  const unnamed = await service.http.post('/things', thing, {
    'x-correlation-id': 'not a good one!',
    traceparent: 'no',
  });
  const correlationId = unnamed.headers.get('x-correlation-id');
  expect(correlationId).toMatch(/^[0-9a-f-]{36}$/);
  expect(unnamed.body['context']).toEqual({ correlationId });
});

describe('an access token', () => {
  const userId = randomUUID();
  const mine = async (token: string) => service.http.as(token).get('/things/mine');

  test('names the user', async () => {
    expect(await mine(await identity.issue(userId))).toMatchObject({ status: 200, body: { userId } });
  });

  test('is needed', async () => {
    const answer = await service.http.get('/things/mine');
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  test.each([
    ['has expired', { expires: '-1m' }, 'it has expired'],
    ['is from another issuer', { issuer: 'somebody' }, 'it was not issued for this system'],
    ['is for another audience', { audience: 'bank' }, 'it was not issued for this system'],
  ])('that %s is refused', async (_what: string, claims: object, reason: string) => {
    const answer = await mine(await identity.issue(userId, claims));
    expect(answer).toMatchObject({ status: 401, body: { detail: expect.stringContaining(reason) } });
    expect(answer.headers.get('www-authenticate')).toContain('invalid_token');
  });

  test('of another key is refused', async () => {
    const stranger = await startIdentityProvider();
    expect(await mine(await stranger.issue(userId))).toMatchObject({ status: 401 });
    await stranger.close();
  });

  test.each(['x.y.z', 'nonsense'])('that is none is refused: %s', async (token: string) => {
    expect(await mine(token)).toMatchObject({ status: 401 });
  });
});

test('health tells whether it runs, whether it can serve, and what it lacks', async () => {
  expect(await service.http.get('/health/live')).toMatchObject({ status: 200, body: { status: 'ok' } });
  await eventually(async () =>
    expect(await service.http.get('/health/ready')).toMatchObject({
      status: 200,
      body: {
        status: 'ok',
        details: { database: { status: 'up' }, events: { status: 'up' }, probe: { status: 'up' } },
      },
    }),
  );
  probeHealth.contribution = { status: 'degraded', trouble: 'tired' };
  expect(await service.http.get('/health/ready')).toMatchObject({
    status: 200,
    body: { status: 'degraded', details: { probe: { status: 'degraded', trouble: 'tired' } } },
  });
  probeHealth.contribution = { status: 'up' };
});

test('metrics of the runtime and of the requests can be scraped', async () => {
  await service.http.get('/things');
  const { status, text } = await service.http.get('/metrics');
  expect(status).toBe(200);
  expect(text).toContain('streampact_outbox_backlog');
  expect(text).toMatch(/http_server_request_duration_seconds_count\{[^}]*http_route="\/things"[^}]*\} \d+/);
});

test('the API is described as a page and as a document', async () => {
  const { status, body } = await service.http.get('/docs/json');
  expect(status).toBe(200);
  expect(Object.keys(body['paths'] as object)).toEqual([
    '/things',
    '/things/mine',
    '/things/stored',
    '/things/slow',
    '/things/failing/{how}',
  ]);
  expect((await service.http.get('/docs')).text).toContain('swagger');
});

describe('a start', () => {
  test('on a port that is taken says so and what to do', async () => {
    const squatter = createServer();
    await new Promise<void>((resolve) => squatter.listen(0, '127.0.0.1', resolve));
    const { port } = squatter.address() as { port: number };
    const start = startTestService(probeApplication, { JWKS_URL: identity.jwksUrl, PORT: String(port) });
    await expect(start.finally(() => squatter.close())).rejects.toThrow(`Port ${port} on 127.0.0.1 is taken.`);
  });

  test('without PostgreSQL waits a bounded time, then says so', async () => {
    const start = startTestService(probeApplication, {
      JWKS_URL: identity.jwksUrl,
      DATABASE_URL: 'postgres://a:b@127.0.0.1:1/x',
    });
    await expect(start).rejects.toThrow(
      /^PostgreSQL at 127\.0\.0\.1:1\/x did not answer within \d+ ms\. Start it, or /,
    );
  });

  test('on a database that does not exist fails at once', async () => {
    const url = new URL(service.databaseUrl);
    url.pathname = '/no_such_database';
    const start = startTestService(probeApplication, { JWKS_URL: identity.jwksUrl, DATABASE_URL: url.href });
    await expect(start).rejects.toThrow(/refuses this service: database "no_such_database" does not exist\. Create/);
  });

  test('without Redis serves requests, and says that it is degraded', async () => {
    const alone = await startTestService(probeApplication, {
      JWKS_URL: identity.jwksUrl,
      REDIS_URL: 'redis://127.0.0.1:1',
    });
    expect(await alone.http.post('/things', thing)).toMatchObject({ status: 201 });
    await eventually(async () =>
      expect(await alone.http.get('/health/ready')).toMatchObject({
        status: 200,
        body: { status: 'degraded', details: { database: { status: 'up' }, events: { status: 'degraded' } } },
      }),
    );
    expect(alone.log.filter(({ level }) => level === 'error').length).toBeLessThanOrEqual(3);
    await alone.close();
  });
});

test('a stop finishes the request that is being answered, and takes no other', async () => {
  const stopping = await startTestService(probeApplication, { JWKS_URL: identity.jwksUrl });
  const slow = stopping.http.get('/things/slow');
  await eventually(async () => {
    const sleeping = await service.database.query<object[]>(
      `select 1 from pg_stat_activity where query = 'select pg_sleep(0.4)' and state = 'active'`,
    );
    expect(sleeping).toHaveLength(1);
  });
  await stopping.close();
  expect(await slow).toMatchObject({ status: 200, body: { finished: true } });
  await expect(stopping.http.get('/health/live')).rejects.toThrow('fetch failed');
});
