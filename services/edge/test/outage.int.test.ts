/** Goal: PostgreSQL may go and come back under a running service. Method: a PostgreSQL of this test, killed and restarted. */
import { startPostgres, type ServerHandle } from '../../../tests/infrastructure/test-infrastructure.js';
import { eventually, startTestService, type TestService } from './harness/index.js';
import { probeApplication } from './harness/probe-service.js';

let postgres: ServerHandle;
let service: TestService;

beforeAll(async () => {
  postgres = await startPostgres();
  service = await startTestService(probeApplication, {
    JWKS_URL: 'http://127.0.0.1:1/keys',
    DATABASE_URL: postgres.url,
  });
});

afterAll(async () => {
  await service.close();
  await postgres.stop();
});

test('while PostgreSQL is away requests are answered with 503, and when it is back with what they ask for', async () => {
  expect(await service.http.get('/things/stored')).toMatchObject({ status: 200 });
  await postgres.kill();
  for (let n = 0; n < 3; n++) {
    const answer = await service.http.get('/things/stored');
    expect(answer).toMatchObject({ status: 503, body: { type: 'urn:streampact:problem:database-unreachable' } });
    expect(answer.headers.get('retry-after')).toBe('2');
  }
  expect(await service.http.get('/health/ready')).toMatchObject({
    status: 503,
    body: { error: { database: { status: 'down' } } },
  });
  expect(await service.http.get('/health/live')).toMatchObject({ status: 200 });
  await postgres.restart();
  await eventually(async () => {
    expect(await service.http.get('/things/stored')).toMatchObject({ status: 200 });
    expect(await service.http.get('/health/ready')).toMatchObject({ status: 200, body: { status: 'ok' } });
  });
});
