/**
 * Goal: an order comes to its end whatever user-service answers, and when. Method: the whole service with a short deadline;
 * the answers are user-service's events, from its generated publisher.
 */
import { randomUUID } from 'node:crypto';
import { ordersStream } from '@streampact/generated/order-service';
import { userService, usersStream, type UserServicePublisher } from '@streampact/generated/user-service';
import {
  eventually,
  startForeignService,
  startIdentityProvider,
  startTestService,
  StreamReader,
  type ForeignService,
  type HttpClient,
  type IdentityProvider,
  type StreamEvent,
  type TestService,
} from '../../edge/test/harness/index.js';
import { orderServiceApplication } from '../src/app.module.js';

let identity: IdentityProvider;
let service: TestService;
let users: ForeignService<UserServicePublisher>;
let streams: StreamReader;
let customer: HttpClient;
const userId = randomUUID();
const amount = { amountMinor: 500, currency: 'EUR' };

beforeAll(async () => {
  identity = await startIdentityProvider();
  service = await startTestService(orderServiceApplication, { JWKS_URL: identity.jwksUrl });
  users = await startForeignService(userService, service.keyPrefix);
  streams = new StreamReader(service.keyPrefix);
  customer = service.http.as(await identity.issue(userId));
  await users.publish((publisher, options) =>
    publisher.userCreated({ userId, email: 'ada@example.com', firstName: 'Ada', lastName: 'King' }, options),
  );
});

afterAll(async () => {
  streams.close();
  await users.close();
  await service.close();
  await identity.close();
});

const placeOrder = async (correlationId: string = randomUUID()): Promise<string> => {
  const body = { items: [{ sku: 'tea', name: 'Tea', quantity: 1, unitPrice: amount }] };
  const headers = { 'idempotency-key': randomUUID(), 'x-correlation-id': correlationId };
  return eventually(async () => {
    const answer = await customer.post('/orders', body, headers);
    expect(answer.status).toBe(201);
    return String(answer.body['orderId']);
  });
};

const order = async (orderId: string) => (await customer.get(`/orders/${orderId}`)).body;
const published = async (orderId: string): Promise<readonly StreamEvent[]> => streams.eventsOf(ordersStream, orderId);
const publishedTypes = async (orderId: string) => (await published(orderId)).map(({ type }) => type);

const sagaState = async (orderId: string): Promise<string | undefined> => {
  const [row] = await service.database.query<{ state: string }[]>(
    `select state from saga where name = 'order' and id = $1`,
    [orderId],
  );
  return row?.state;
};

/** As if the time for an answer were over, on the clock that counts. */
const letDeadlinePass = async (orderId: string): Promise<void> => {
  await service.database.query('update saga_timer set next_at = clock_timestamp() where id = $1', [orderId]);
};

const reserve = async (orderId: string): Promise<string> =>
  users.publish((publisher, options) => publisher.creditReserved({ orderId, userId, amount }, options));
const release = async (orderId: string): Promise<string> =>
  users.publish((publisher, options) => publisher.creditReleased({ orderId, userId, amount }, options));

test('confirms an order whose credit is reserved, in one story', async () => {
  const orderId = await placeOrder('story-of-an-order');
  const answerId = await reserve(orderId);
  await eventually(async () => expect(await order(orderId)).toMatchObject({ status: 'confirmed' }));
  await eventually(async () =>
    expect(await published(orderId)).toMatchObject([
      { type: 'ORDER_PLACED', correlationId: 'story-of-an-order', data: { orderId, userId, total: amount } },
      {
        type: 'ORDER_CONFIRMED',
        correlationId: 'story-of-an-order',
        causationId: answerId,
        data: { orderId, userId, total: amount },
      },
    ]),
  );
  expect(await sagaState(orderId)).toBe('reserved');
});

test('rejects an order without credit, and is done when user-service holds nothing', async () => {
  const orderId = await placeOrder();
  await users.publish((publisher, options) =>
    publisher.creditRejected({ orderId, userId, reason: 'INSUFFICIENT_CREDIT' }, options),
  );
  await eventually(async () =>
    expect(await order(orderId)).toMatchObject({ status: 'rejected', reason: 'INSUFFICIENT_CREDIT' }),
  );
  expect(await customer.post(`/orders/${orderId}/cancel`)).toMatchObject({
    status: 409,
    body: { type: 'urn:streampact:problem:order-rejected' },
  });
  await release(orderId);
  await eventually(async () => expect(await sagaState(orderId)).toBe('closed'));
  expect(await publishedTypes(orderId)).toEqual(['ORDER_PLACED', 'ORDER_REJECTED']);
});

test('rejects an order whose answer does not come, and lets the late answer change nothing', async () => {
  const orderId = await placeOrder('slow-story');
  await letDeadlinePass(orderId);
  await eventually(async () =>
    expect(await order(orderId)).toMatchObject({ status: 'rejected', reason: 'CREDIT_TIMEOUT' }),
  );
  await reserve(orderId);
  await release(orderId);
  await eventually(async () => expect(await sagaState(orderId)).toBe('closed'));
  expect(await order(orderId)).toMatchObject({ status: 'rejected', reason: 'CREDIT_TIMEOUT' });
  const events = await published(orderId);
  expect(events.map(({ type }) => type)).toEqual(['ORDER_PLACED', 'ORDER_REJECTED']);
  expect(events.map(({ correlationId }) => correlationId)).toEqual(['slow-story', 'slow-story']);
});

test('ignores a deadline that the answer has overtaken', async () => {
  const [first, second] = [await placeOrder(), await placeOrder()];
  await reserve(first);
  await eventually(async () => expect(await sagaState(first)).toBe('reserved'));
  await letDeadlinePass(first);
  await letDeadlinePass(second);
  // Deadlines are taken oldest first: when the second has been, the first was looked at.
  await eventually(async () => expect(await order(second)).toMatchObject({ status: 'rejected' }));
  expect(await order(first)).toMatchObject({ status: 'confirmed' });
});

test('of two instances that see the same deadlines each order is rejected once', async () => {
  const second = await startTestService(orderServiceApplication, {
    JWKS_URL: identity.jwksUrl,
    DATABASE_URL: service.databaseUrl,
    STREAMPACT_KEY_PREFIX: service.keyPrefix,
  });
  const orderIds = await Promise.all(Array.from({ length: 8 }, async () => placeOrder()));
  await service.database.query('update saga_timer set next_at = clock_timestamp() where id = any($1)', [orderIds]);
  for (const orderId of orderIds) {
    await eventually(async () => expect(await publishedTypes(orderId)).toEqual(['ORDER_PLACED', 'ORDER_REJECTED']));
  }
  await second.close();
});

test('cancels a confirmed order once, and is done when its credit is released', async () => {
  const orderId = await placeOrder();
  await reserve(orderId);
  await eventually(async () => expect(await order(orderId)).toMatchObject({ status: 'confirmed' }));
  const answers = await Promise.all([1, 2, 3].map(async () => customer.post(`/orders/${orderId}/cancel`)));
  for (const answer of answers) expect(answer).toMatchObject({ status: 200, body: { status: 'cancelled' } });
  await release(orderId);
  await eventually(async () => expect(await sagaState(orderId)).toBe('closed'));
  expect(await publishedTypes(orderId)).toEqual(['ORDER_PLACED', 'ORDER_CONFIRMED', 'ORDER_CANCELLED']);
});

test('a cancellation that overtakes the answer wins', async () => {
  const orderId = await placeOrder();
  expect(await customer.post(`/orders/${orderId}/cancel`)).toMatchObject({
    status: 200,
    body: { status: 'cancelled' },
  });
  await reserve(orderId);
  await release(orderId);
  await eventually(async () => expect(await sagaState(orderId)).toBe('closed'));
  expect(await order(orderId)).toMatchObject({ status: 'cancelled' });
  expect(await publishedTypes(orderId)).toEqual(['ORDER_PLACED', 'ORDER_CANCELLED']);
});

test('an answer that is delivered twice confirms once', async () => {
  const orderId = await placeOrder();
  const answerId = await reserve(orderId);
  await eventually(async () => expect(await order(orderId)).toMatchObject({ status: 'confirmed' }));
  await streams.appendAgain(usersStream, answerId);
  await customer.post(`/orders/${orderId}/cancel`);
  // The same key: when it is handled, the second delivery has been.
  await release(orderId);
  await eventually(async () => expect(await sagaState(orderId)).toBe('closed'));
  expect(await publishedTypes(orderId)).toEqual(['ORDER_PLACED', 'ORDER_CONFIRMED', 'ORDER_CANCELLED']);
});
