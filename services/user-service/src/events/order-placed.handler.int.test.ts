/** Goal: what a placed order does to a customer's credit. Method: the handler alone, in a database, with events of the contract. */
import { randomUUID } from 'node:crypto';
import { orderCancelledEvent, orderPlacedEvent } from '@streampact/generated/order-service/testing';
import { messages, userService, type UserServicePublisher } from '@streampact/generated/user-service';
import { testService, type TestService } from '@streampact/runtime/testing';
import { openHandlerDatabase, type HandlerDatabase } from '../../../edge/test/harness/index.js';
import { CreditRepository } from '../persistence/credit.repository.js';
import { entities, migrations } from '../persistence/index.js';
import { UserRepository } from '../persistence/user.repository.js';
import { CreditRelease } from './credit-release.js';
import { OrderCancelledHandler } from './order-cancelled.handler.js';
import { OrderPlacedHandler } from './order-placed.handler.js';

let database: HandlerDatabase;
let service: TestService<UserServicePublisher>;
let credit: CreditRepository;
let users: UserRepository;
let userId: string;

beforeAll(async () => {
  database = await openHandlerDatabase('user-service', { entities, migrations });
  credit = new CreditRepository(database.dataSource);
  users = new UserRepository(database.dataSource);
  service = await testService({
    service: userService,
    dataSource: database.dataSource,
    handlers: ({ publisher }) => ({
      ordersStream: {
        orderPlaced: new OrderPlacedHandler(credit, publisher),
        orderCancelled: new OrderCancelledHandler(new CreditRelease(credit, publisher)),
      },
    }),
  });
});
afterAll(async () => database.close());

beforeEach(async () => {
  const user = { userId: randomUUID(), email: `${randomUUID()}@example.com`, firstName: 'Ada', lastName: 'King' };
  userId = user.userId;
  await database.dataSource.transaction(async (transaction) => {
    await users.insert({ ...user, passwordHash: '' }, service.clock.now(), transaction);
    await credit.open({ userId, limitMinor: 1_000, reservedMinor: 0 }, transaction);
  });
});

const euros = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });

test('reserves what the order costs, and says so', async () => {
  const order = orderPlacedEvent({ userId, total: euros(600) });
  const { published } = await service.when(order);
  expect(published(messages.creditReserved)).toMatchObject([
    { causationId: order.id, data: { userId, amount: euros(600) } },
  ]);
  expect(await credit.find(userId)).toMatchObject({ reservedMinor: 600 });
});

test('reserves once, however often the order is delivered', async () => {
  const { published, outcomes } = await service.when(orderPlacedEvent({ userId, total: euros(600) }), { times: 3 });
  expect(published()).toHaveLength(1);
  expect(outcomes).toMatchObject([{ state: 'done' }, { state: 'done' }, { state: 'done' }]);
  expect(await credit.find(userId)).toMatchObject({ reservedMinor: 600 });
});

test.each([
  ['costs more than there is', { total: euros(1_001) }, 'INSUFFICIENT_CREDIT'],
  ['is in another currency', { total: { amountMinor: 1, currency: 'USD' } }, 'INSUFFICIENT_CREDIT'],
  ['is of nobody it knows', { userId: randomUUID() }, 'UNKNOWN_USER'],
])('rejects an order that %s', async (_what: string, order: object, reason: string) => {
  const { published } = await service.when(orderPlacedEvent({ userId, total: euros(1), ...order }));
  expect(published(messages.creditRejected)).toMatchObject([{ data: { reason } }]);
  expect(await credit.find(userId)).toMatchObject({ reservedMinor: 0 });
});

test('rejects an order that costs more than is left', async () => {
  await service.given(orderPlacedEvent({ userId, total: euros(600) }));
  const { published } = await service.when(orderPlacedEvent({ userId, total: euros(401) }));
  expect(published(messages.creditRejected)).toMatchObject([{ data: { reason: 'INSUFFICIENT_CREDIT' } }]);
});

test('reserves nothing for an order that was cancelled before it came', async () => {
  const orderId = randomUUID();
  const cancelled = await service.when(orderCancelledEvent({ orderId, userId }));
  expect(cancelled.published(messages.creditReleased)).toMatchObject([{ data: { amount: euros(0) } }]);
  const { published } = await service.when(orderPlacedEvent({ orderId, userId, total: euros(100) }));
  expect(published(messages.creditRejected)).toMatchObject([{ data: { orderId, reason: 'ORDER_ENDED' } }]);
  expect(await credit.find(userId)).toMatchObject({ reservedMinor: 0 });
});

test('gives an order up at once that breaks its contract, and says where', async () => {
  const order = orderPlacedEvent({ userId });
  const { published, outcome } = await service.when({ ...order, data: { ...order.data, total: 'much' } });
  expect(outcome).toMatchObject({ state: 'dead', attempts: 1 });
  expect(outcome.errors).toMatchObject([{ code: 'CONTRACT_VIOLATION', violations: [{ path: '/total' }] }]);
  expect(published()).toEqual([]);
});
