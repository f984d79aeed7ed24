/** Goal: metrics do not say that all is well when nobody can tell. Method: the service on a Redis of its own, which is ended. */
// First: instruments that are made before its meter provider stay silent.
import '@streampact/edge';
import {
  eventually,
  startIdentityProvider,
  startTestService,
  type IdentityProvider,
  type TestService,
} from '../../edge/test/harness/index.js';
import { startRedis, type ServerHandle } from '../../../tests/infrastructure/test-infrastructure.js';
import { orderServiceApplication } from '../src/app.module.js';

let identity: IdentityProvider;
let redis: ServerHandle;
let service: TestService;

beforeAll(async () => {
  identity = await startIdentityProvider();
  redis = await startRedis();
  service = await startTestService(orderServiceApplication, { JWKS_URL: identity.jwksUrl, REDIS_URL: redis.url });
});

afterAll(async () => {
  await service.close();
  await redis.stop();
  await identity.close();
});

/** What a gauge shows, as Prometheus reads it. */
const shown = async (gauge: string): Promise<readonly string[]> => {
  const lines = (await service.http.get('/metrics')).text.split('\n');
  return lines.flatMap((line) => (line.startsWith(gauge) ? [line.split(' ')[1] ?? ''] : []));
};

test('lag is not shown as nothing while Redis is away', async () => {
  await eventually(async () => expect(await shown('streampact_consumer_lag')).toEqual(['0']));

  await redis.kill();

  await eventually(async () => expect(await shown('streampact_consumer_lag')).toEqual(['NaN']));
  expect(await shown('streampact_outbox_backlog')).toEqual(['0']);
  await redis.restart();
  await eventually(async () => expect(await shown('streampact_consumer_lag')).toEqual(['0']));
});
