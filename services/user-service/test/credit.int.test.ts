/**
 * Goal: credit is reserved and released as orders come and go. Method: the whole service, order-service's events in, answers on
 * users-stream out. What each order comes to is in src/events/order-placed.handler.int.test.ts.
 */
import { randomUUID } from 'node:crypto';
import { orderService, type OrderServicePublisher } from '@streampact/generated/order-service';
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

const placed = (orderId: string, amountMinor: number) => {
  const unitPrice = { amountMinor, currency: 'EUR' };
  return { orderId, userId, items: [{ sku: 'tea', name: 'Tea', quantity: 1, unitPrice }], total: unitPrice };
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
