/** Goal: what a customer can do with orders over HTTP. Method: the whole service; user-service's events come from its generated publisher. */
import { randomUUID } from 'node:crypto';
import { userService, type UserServicePublisher } from '@streampact/generated/user-service';
import {
  eventually,
  startForeignService,
  startIdentityProvider,
  startTestService,
  type Answer,
  type ForeignService,
  type HttpClient,
  type IdentityProvider,
  type TestService,
} from '../../edge/test/harness/index.js';
import { orderServiceApplication } from '../src/app.module.js';

let identity: IdentityProvider;
let service: TestService;
let users: ForeignService<UserServicePublisher>;
let userId: string;
let customer: HttpClient;

const euros = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });
const tea = { sku: 'tea', name: 'Green tea', quantity: 2, unitPrice: euros(250) };
const body = { items: [tea] };

beforeAll(async () => {
  identity = await startIdentityProvider();
  service = await startTestService(orderServiceApplication, { JWKS_URL: identity.jwksUrl });
  users = await startForeignService(userService, service.keyPrefix);
  userId = await newCustomer();
  customer = await clientOf(userId);
});

afterAll(async () => {
  await users.close();
  await service.close();
  await identity.close();
});

const clientOf = async (id: string): Promise<HttpClient> => service.http.as(await identity.issue(id));

/** A user that order-service has heard of. */
const newCustomer = async (): Promise<string> => {
  const id = randomUUID();
  const user = { userId: id, email: `${id}@example.com`, firstName: 'Ada', lastName: 'King' };
  await users.publish((publisher, options) => publisher.userCreated(user, options));
  await eventually(async () => {
    const known = await service.database.query<unknown[]>('select 1 from customer where user_id = $1', [id]);
    expect(known).toHaveLength(1);
  });
  return id;
};

const place = async (
  client: HttpClient = customer,
  key: string = randomUUID(),
  order: object = body,
): Promise<Answer> => client.post('/orders', order, { 'idempotency-key': key });

test('places an order: pending, with its total', async () => {
  const answer = await place();
  expect(answer).toMatchObject({ status: 201, body: { status: 'pending', items: [tea], total: euros(500) } });
  expect(answer.headers.get('location')).toBe(`/orders/${String(answer.body['orderId'])}`);
  expect(await customer.get(`/orders/${String(answer.body['orderId'])}`)).toMatchObject({
    status: 200,
    body: answer.body,
  });
});

describe('an Idempotency-Key', () => {
  test('that comes again with the same order places nothing and is answered as before', async () => {
    const key = randomUUID();
    const first = await place(customer, key);
    const again = await place(customer, key, {
      items: [{ unitPrice: tea.unitPrice, name: tea.name, quantity: 2, sku: 'tea' }],
    });
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body).toEqual(first.body);
  });

  test('that comes again after the order has changed is still answered as before', async () => {
    const key = randomUUID();
    const first = await place(customer, key);
    await customer.post(`/orders/${String(first.body['orderId'])}/cancel`);
    expect((await place(customer, key)).body).toEqual(first.body);
  });

  test('that comes five times at once places one order', async () => {
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 5 }, async () => place(customer, key)));
    expect(new Set(answers.map(({ body: { orderId } }) => orderId)).size).toBe(1);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 200, 200, 200, 201]);
  });

  test('that comes again with another order is refused', async () => {
    const key = randomUUID();
    await place(customer, key);
    const other = await place(customer, key, { items: [{ ...tea, quantity: 3 }] });
    expect(other).toMatchObject({ status: 422, body: { type: 'urn:streampact:problem:idempotency-key-taken' } });
  });

  test('belongs to one customer', async () => {
    const key = randomUUID();
    const other = await clientOf(await newCustomer());
    expect((await place(customer, key)).status).toBe(201);
    expect((await place(other, key)).status).toBe(201);
  });

  test.each([[{}], [{ 'idempotency-key': 'x'.repeat(201) }]])(
    'is needed: %j',
    async (headers: Record<string, string>) => {
      const answer = await customer.post('/orders', body, headers);
      expect(answer).toMatchObject({ status: 400, body: { errors: [{ parameter: 'Idempotency-Key' }] } });
    },
  );
});

test('hears twice of a customer in two events, and goes on with the later names', async () => {
  const id = await newCustomer();
  await users.publish((publisher, options) =>
    publisher.userCreated({ userId: id, email: 'e@example.com', firstName: 'Augusta', lastName: 'King' }, options),
  );
  await eventually(async () =>
    expect(await service.database.query('select first_name from customer where user_id = $1', [id])).toEqual([
      { first_name: 'Augusta' },
    ]),
  );
  expect(await place(await clientOf(id))).toMatchObject({ status: 201 });
});

test('asks a customer that it has not heard of to come again, and then takes the same order', async () => {
  const id = randomUUID();
  const early = await clientOf(id);
  const key = randomUUID();
  const answer = await place(early, key);
  expect(answer).toMatchObject({ status: 409, body: { type: 'urn:streampact:problem:customer-unknown' } });
  expect(answer.headers.get('retry-after')).toBe('1');
  await users.publish((publisher, options) =>
    publisher.userCreated({ userId: id, email: 'e@example.com', firstName: 'E', lastName: 'Early' }, options),
  );
  await eventually(async () => expect(await place(early, key)).toMatchObject({ status: 201 }));
});

test.each([
  ['no items', { items: [] }, '/items'],
  ['101 items', { items: Array.from({ length: 101 }, () => tea) }, '/items'],
  ['half a piece', { items: [{ ...tea, quantity: 0.5 }] }, '/items/0/quantity'],
  ['a negative price', { items: [{ ...tea, unitPrice: euros(-1) }] }, '/items/0/unitPrice/amountMinor'],
  ['a list of prices', { items: [{ ...tea, unitPrice: [euros(1)] }] }, '/items/0/unitPrice'],
  ['no price', { items: [{ sku: 'a', name: 'A', quantity: 1 }] }, '/items/0/unitPrice'],
  [
    'two currencies',
    { items: [tea, { ...tea, unitPrice: { amountMinor: 1, currency: 'USD' } }] },
    '/items/1/unitPrice/currency',
  ],
  ['more money than there is', { items: [{ ...tea, quantity: 2, unitPrice: euros(1_000_000_000_000) }] }, '/items'],
  ['a NUL in a name', { items: [{ ...tea, name: 'a\u0000' }] }, '/items/0/name'],
  ['an item that is a text', { items: ['tea'] }, '/items/0'],
])('refuses an order with %s', async (_what: string, order: object, pointer: string) => {
  const answer = await place(customer, randomUUID(), order);
  expect(answer.status).toBe(422);
  expect(answer.body['errors']).toContainEqual(expect.objectContaining({ pointer }));
});

test('lists own orders, newest first, page by page', async () => {
  const client = await clientOf(await newCustomer());
  const placed: unknown[] = [];
  for (let n = 0; n < 5; n++) placed.unshift((await place(client)).body['orderId']);
  const seen: unknown[] = [];
  const pages: unknown[] = [];
  let query = '?limit=2';
  for (let page = 0; page < 3; page++) {
    const answer = await client.get(`/orders${query}`);
    // OrderListResponse.
    const { orders, next } = answer.body as { orders: { orderId: string }[]; next?: string };
    seen.push(...orders.map(({ orderId }) => orderId));
    query = `?limit=2&before=${next ?? ''}`;
    pages.push(next);
  }
  expect(seen).toEqual(placed);
  expect(pages).toEqual([placed[1], placed[3], undefined]);
  expect(await client.get('/orders?limit=0')).toMatchObject({ status: 400 });
  expect(await client.get('/orders?before=yesterday')).toMatchObject({ status: 400 });
});

test('shows nobody the orders of somebody else', async () => {
  const { orderId } = (await place()).body;
  const stranger = await clientOf(await newCustomer());
  for (const id of [String(orderId), randomUUID(), 'no-uuid']) {
    expect(await stranger.get(`/orders/${id}`)).toMatchObject({ status: 404 });
    expect(await stranger.post(`/orders/${id}/cancel`)).toMatchObject({ status: 404 });
  }
  expect((await stranger.get('/orders')).body).toEqual({ orders: [] });
});

test('wants a token for everything', async () => {
  expect(await place(service.http)).toMatchObject({ status: 401 });
  expect(await service.http.get('/orders')).toMatchObject({ status: 401 });
});

test('a patched name is kept in the customer view', async () => {
  await users.publish((publisher, options) => publisher.userProfileUpdated({ userId, lastName: 'Byron' }, options));
  await eventually(async () => {
    const rows = await service.database.query('select first_name, last_name from customer where user_id = $1', [
      userId,
    ]);
    expect(rows).toEqual([{ first_name: 'Ada', last_name: 'Byron' }]);
  });
});
