/** Goal: credit is reserved and released as orders come and go. Method: order-service's events in, answers on users-stream out. */
import { randomUUID } from 'node:crypto';
import { orderService, type OrderServicePublisher } from '@streampact/generated/order-service';
import { ordersStream } from '@streampact/generated/order-service';
import { usersStream } from '@streampact/generated/user-service';
import {
  eventually,
  startForeignService,
  startTestService,
  StreamReader,
  type ForeignService,
  type StreamEvent,
  type TestService,
} from '../../edge/test/harness/index.js';
import { userServiceApplication } from '../src/app.module.js';

let service: TestService;
let orders: ForeignService<OrderServicePublisher>;
let streams: StreamReader;
let userId: string;

beforeAll(async () => {
  service = await startTestService(userServiceApplication, { CREDIT_LIMIT_MINOR: '1000' });
  orders = await startForeignService(orderService, service.keyPrefix);
  streams = new StreamReader(service.keyPrefix);
});

beforeEach(async () => {
  const person = { email: `${randomUUID()}@example.com`, password: 'long enough', firstName: 'Ada', lastName: 'King' };
  userId = String((await service.http.post('/users', person)).body['userId']);
});

afterAll(async () => {
  streams.close();
  await orders.close();
  await service.close();
});

const placed = (orderId: string, amountMinor: number, currency = 'EUR', customer = userId) => {
  const unitPrice = { amountMinor, currency };
  return { orderId, userId: customer, items: [{ sku: 'tea', name: 'Tea', quantity: 1, unitPrice }], total: unitPrice };
};

const answersTo = async (orderId: string, count: number): Promise<readonly StreamEvent[]> =>
  eventually(async () => {
    const events = await streams.eventsOf(usersStream, orderId);
    expect(events).toHaveLength(count);
    return events;
  });

const reservedMinor = async (): Promise<number> => {
  const [row] = await service.database.query<{ reserved_minor: string }[]>(
    'select reserved_minor from credit_account where user_id = $1',
    [userId],
  );
  return Number(row?.reserved_minor);
};

test('reserves what an order costs, and gives it back when the order is cancelled', async () => {
  const orderId = randomUUID();
  const placedId = await orders.publish((publisher, options) => publisher.orderPlaced(placed(orderId, 600), options));
  const [reserved] = await answersTo(orderId, 1);
  expect(reserved).toMatchObject({
    type: 'CREDIT_RESERVED',
    causationId: placedId,
    correlationId: placedId,
    data: { orderId, userId, amount: { amountMinor: 600, currency: 'EUR' } },
  });
  expect(await reservedMinor()).toBe(600);

  await orders.publish((publisher, options) => publisher.orderCancelled({ orderId, userId }, options));
  const [, released] = await answersTo(orderId, 2);
  expect(released).toMatchObject({ type: 'CREDIT_RELEASED', data: { orderId, amount: { amountMinor: 600 } } });
  expect(await reservedMinor()).toBe(0);
});

test.each([
  ['costs more than is left', 1_001, 'EUR', 'INSUFFICIENT_CREDIT'],
  ['is in another currency', 1, 'USD', 'INSUFFICIENT_CREDIT'],
])('rejects an order that %s', async (_what: string, amountMinor: number, currency: string, reason: string) => {
  const orderId = randomUUID();
  await orders.publish((publisher, options) => publisher.orderPlaced(placed(orderId, amountMinor, currency), options));
  const [answer] = await answersTo(orderId, 1);
  expect(answer).toMatchObject({ type: 'CREDIT_REJECTED', data: { orderId, reason } });
  expect(await reservedMinor()).toBe(0);
});

test('rejects an order of nobody it knows', async () => {
  const orderId = randomUUID();
  await orders.publish((publisher, options) => publisher.orderPlaced(placed(orderId, 1, 'EUR', randomUUID()), options));
  const [answer] = await answersTo(orderId, 1);
  expect(answer).toMatchObject({ type: 'CREDIT_REJECTED', data: { reason: 'UNKNOWN_USER' } });
});

test('orders of one user that come together never get more than there is', async () => {
  const orderIds = Array.from({ length: 12 }, () => randomUUID());
  await orders.publish(async (publisher, options) => {
    for (const orderId of orderIds.toSorted()) await publisher.orderPlaced(placed(orderId, 300), options);
  });
  const answers = await Promise.all(orderIds.map(async (orderId) => answersTo(orderId, 1)));
  const types = answers.flat().map(({ type }) => type);
  expect(types.filter((type) => type === 'CREDIT_RESERVED')).toHaveLength(3);
  expect(types.filter((type) => type === 'CREDIT_REJECTED')).toHaveLength(9);
  expect(await reservedMinor()).toBe(900);
});

test('an order that ended before it was placed leaves a tombstone: it is answered, and reserves nothing', async () => {
  const orderId = randomUUID();
  await orders.publish(async (publisher, options) => {
    await publisher.orderRejected({ orderId, userId, reason: 'CREDIT_TIMEOUT' }, options);
    await publisher.orderPlaced(placed(orderId, 100), options);
  });
  const answers = await answersTo(orderId, 2);
  expect(answers).toMatchObject([
    { type: 'CREDIT_RELEASED', data: { amount: { amountMinor: 0, currency: 'EUR' } } },
    { type: 'CREDIT_REJECTED', data: { reason: 'ORDER_ENDED' } },
  ]);
  expect(await reservedMinor()).toBe(0);
});

test('an event that is delivered twice reserves once', async () => {
  const orderId = randomUUID();
  const eventId = await orders.publish((publisher, options) => publisher.orderPlaced(placed(orderId, 100), options));
  await answersTo(orderId, 1);
  await streams.appendAgain(ordersStream, eventId);
  // A later order of the same stream and key: when it is answered, the second delivery has been handled.
  await orders.publish((publisher, options) => publisher.orderCancelled({ orderId, userId }, options));
  const answers = await answersTo(orderId, 2);
  expect(answers.map(({ type }) => type)).toEqual(['CREDIT_RESERVED', 'CREDIT_RELEASED']);
});
