/**
 * Goal: orders that live while the saga moves into the library's tables go on. Method: a database as it was before, with an order
 * in each state; then the service starts on it.
 */
import { randomUUID } from 'node:crypto';
import { streampactMigrations } from '@streampact/runtime';
import { DataSource } from 'typeorm';
import { createTestDatabase, type TestDatabase } from '../../../tests/infrastructure/test-infrastructure.js';
import { eventually, startIdentityProvider, startTestService } from '../../edge/test/harness/index.js';
import { orderServiceApplication } from '../src/app.module.js';
import { migrations } from '../src/persistence/index.js';
import { MoveOrderSagas1793000000012 } from '../src/persistence/migrations/0002-move-order-sagas.js';

const states = ['reserving', 'reserved', 'releasing', 'closed'] as const;
const orderIds = { reserving: randomUUID(), reserved: randomUUID(), releasing: randomUUID(), closed: randomUUID() };
const userId = randomUUID();

let database: TestDatabase;
let before: DataSource;
beforeEach(async () => {
  database = await createTestDatabase('order');
  const { url } = database;
  before = await new DataSource({
    type: 'postgres',
    url,
    migrations: [...streampactMigrations, ...migrations.slice(0, 1)],
    migrationsRun: true,
  }).initialize();
  await before.query(`insert into customer values ($1, 'Ada', 'King')`, [userId]);
  for (const state of states) {
    await before.query(
      `insert into orders values ($1, $2, 'pending', null, '[]', 500, 'EUR', clock_timestamp(), clock_timestamp())`,
      [orderIds[state], userId],
    );
    await before.query(
      `insert into order_saga values ($1, $2, clock_timestamp() - interval '1 second', 'story', clock_timestamp())`,
      [orderIds[state], state],
    );
  }
});
afterEach(async () => {
  await before.destroy();
  await database.drop();
});

test('sagas go on where they were: deadlines fire, confirmed orders can be cancelled', async () => {
  const identity = await startIdentityProvider();
  const service = await startTestService(orderServiceApplication, {
    JWKS_URL: identity.jwksUrl,
    DATABASE_URL: database.url,
  });
  const customer = service.http.as(await identity.issue(userId));
  await eventually(async () =>
    expect(await customer.get(`/orders/${orderIds.reserving}`)).toMatchObject({
      body: { status: 'rejected', reason: 'CREDIT_TIMEOUT' },
    }),
  );
  expect(await customer.post(`/orders/${orderIds.reserved}/cancel`)).toMatchObject({ body: { status: 'cancelled' } });
  expect(
    await service.database.query(
      `select type, key, headers ->> 'correlationId' as story from outbox order by key = $1 desc`,
      [orderIds.reserving],
    ),
  ).toEqual([
    { type: 'ORDER_REJECTED', key: orderIds.reserving, story: 'story' },
    { type: 'ORDER_CANCELLED', key: orderIds.reserved, story: 'story' },
  ]);
  expect(await service.database.query('select state from saga order by id = $1', [orderIds.closed])).toEqual([
    { state: 'releasing' },
    { state: 'releasing' },
    { state: 'releasing' },
    { state: 'closed' },
  ]);
  await service.close();
  await identity.close();
});

test('the way back brings them where they were', async () => {
  const migrate = async (step: 'up' | 'down'): Promise<void> => {
    const queryRunner = before.createQueryRunner();
    await new MoveOrderSagas1793000000012()[step](queryRunner);
    await queryRunner.release();
  };
  const sagas = async (): Promise<unknown> =>
    before.query('select order_id, state, correlation_id from order_saga order by order_id');
  const were = await sagas();
  await migrate('up');
  await migrate('down');
  expect(await sagas()).toEqual(were);
});
