/**
 * Goal: whatever the contracts let other services publish, order-service handles. Method: generated events of every message
 * it receives, through the outbox and the relay of their owner; the inbox says what became of them.
 */
import { randomUUID } from 'node:crypto';
import { orderService } from '@streampact/generated/order-service';
import {
  deliverGenerated,
  expectHandled,
  expectInbox,
  startIdentityProvider,
  startTestService,
  type DeliveredEvent,
  type GeneratedDelivery,
  type IdentityProvider,
  type TestService,
} from '../../edge/test/harness/index.js';
import { orderServiceApplication } from '../src/app.module.js';

let identity: IdentityProvider;
let service: TestService;
const closing: (() => Promise<void>)[] = [];
/** Events of each message. */
const count = 20;

beforeAll(async () => {
  identity = await startIdentityProvider();
  service = await startTestService(orderServiceApplication, { JWKS_URL: identity.jwksUrl });
});

afterAll(async () => {
  for (const close of closing) await close();
  await service.close();
  await identity.close();
});

/** Generated events of everything that order-service receives, when all of them are published. */
const deliver = async (delivery: Omit<GeneratedDelivery, 'count'>): Promise<readonly DeliveredEvent[]> => {
  const { events, close } = await deliverGenerated(orderService, service.keyPrefix, { ...delivery, count });
  closing.push(close);
  return events;
};

const newUsers = (): readonly string[] => Array.from({ length: count }, () => randomUUID());

/** Places an order as somebody whose USER_CREATED is handled. */
const placeOrder = async (userId: string): Promise<string> => {
  const item = { sku: 'tea', name: 'Tea', quantity: 1, unitPrice: { amountMinor: 500, currency: 'EUR' } };
  const customer = service.http.as(await identity.issue(userId));
  const answer = await customer.post('/orders', { items: [item] }, { 'idempotency-key': randomUUID() });
  expect(answer.status).toBe(201);
  return String(answer.body['orderId']);
};

test.each([1, 2, 3])(
  'handles events of users, and refuses answers about orders it never placed, seed %i',
  async (seed) => {
    const users = newUsers();
    const events = await deliver({ seed, shared: (n) => ({ userId: users[n] }) });
    const isAboutOrder = ({ data }: DeliveredEvent): boolean => 'orderId' in data;
    await expectInbox(
      service,
      events.filter((event) => !isAboutOrder(event)),
      'done',
    );
    // Nobody else places orders: somebody must look at this, and trying again would not help.
    await expectInbox(service, events.filter(isAboutOrder), 'dead');
  },
);

test('handles every answer about its orders, one after the other, and users it knows', async () => {
  const users = newUsers();
  const before = await deliver({ seed: 4, shared: (n) => ({ userId: users[n] }) });
  await expectHandled(
    service,
    before.filter(({ data }) => !('orderId' in data)),
  );
  const orders = await Promise.all(users.map(placeOrder));
  const shared = (n: number) => ({ userId: users[n], orderId: orders[n] });
  await expectHandled(service, await deliver({ seed: 5, shared, except: ['USER_CREATED'] }));
});
