/** One document, rewritten: what means the same is no change, and what looks alike may be one. */
import { loaded } from '../../testing/loaded.js';
import { compareContracts } from './index.js';

const document = `asyncapi: 3.0.0
info: { title: order-service, version: 1.0.0 }
servers:
  production: { host: 'redis:6379', protocol: redis, security: [ { type: userPassword }, { type: X509 } ] }
channels:
  orders:
    address: orders-{region}
    parameters:
      region: { enum: [eu, us], location: $message.payload#/region }
    messages:
      placed: { $ref: '#/components/messages/Placed' }
      cancelled: { $ref: '#/components/messages/Cancelled' }
  invoices:
    address: invoices-stream
    messages:
      paid: { $ref: '#/components/messages/Paid' }
operations:
  publishOrders:
    action: send
    channel: { $ref: '#/channels/orders' }
  publishInvoices:
    action: send
    channel: { $ref: '#/channels/invoices' }
components:
  messages:
    Placed: { name: PLACED, x-key: orderId, correlationId: { location: $message.header#/id }, payload: { type: object } }
    Cancelled: { name: CANCELLED, x-key: orderId, payload: { type: object } }
    Paid: { name: PAID, x-key: orderId, payload: { type: object } }
`;

const changed = async (from: string | RegExp, to: string, more = ''): Promise<readonly string[]> => {
  const rewritten = document.replace(from, to) + more;
  expect(rewritten).not.toBe(document);
  const [previous, current] = await Promise.all(
    [document, rewritten].map(async (text) => loaded({ 'order-service.yaml': text })),
  );
  if (previous === undefined || current === undefined) throw new Error('Both were loaded.');
  expect([...previous.findings, ...current.findings]).toEqual([]);
  const changes = compareContracts(
    { name: '2026-11', contracts: previous.contracts },
    { name: 'current', contracts: current.contracts },
    { directionsOf: () => new Set(['backward', 'forward']), now: new Date('2026-11-27') },
  );
  return changes.map(({ effect, rule, direction = '' }) => `${effect} ${rule} ${direction}`.trim()).toSorted();
};

test.each([
  ['the default content type', 'channels:\n', 'defaultContentType: application/json\nchannels:\n'],
  ['the character set of JSON', 'x-key: orderId', 'contentType: application/json; charset=UTF-8, x-key: orderId'],
  ['the default number of partitions', 'address: invoices-stream', 'address: invoices-stream\n    x-partitions: 8'],
  ['a week as seven days', 'address: invoices-stream', 'address: invoices-stream\n    x-retention: P1W'],
  ['all messages by name', "invoices' }", "invoices' }\n    messages: [{ $ref: '#/channels/invoices/messages/paid' }]"],
  [
    'the format of schemas',
    'payload: { type: object }',
    'payload: { schemaFormat: application/schema+json;version=draft-07, schema: { type: object } }',
  ],
  ['a trait', 'Paid: { name: PAID, x-key: orderId,', 'Paid: { name: PAID, traits: [{ x-key: orderId }],'],
  [
    'a message in its channel',
    "paid: { $ref: '#/components/messages/Paid' }",
    'paid: { name: PAID, x-key: orderId, payload: { type: object } }',
  ],
  ['one more way to be let in', '[ { type: userPassword }', '[ { type: plain }, { type: userPassword }'],
  ['words about how to be let in', '{ type: X509 }', '{ type: X509, description: Ask. }'],
])('takes %s for the same', async (_what, from, to) => {
  expect(await changed(from, to)).toEqual([]);
});

test.each([
  [
    'a parameter',
    /region: \{ enum.*/,
    "region: { $ref: '#/components/parameters/region' }",
    '  parameters: { region: { enum: [eu, us], location: $message.payload#/region } }\n',
  ],
  [
    'a correlation id',
    '{ location: $message.header#/id }',
    "{ $ref: '#/components/correlationIds/id' }",
    '  correlationIds: { id: { location: $message.header#/id } }\n',
  ],
  [
    'a server',
    /production: .*/,
    "production: { $ref: '#/components/servers/redis' }",
    "  servers: { redis: { host: 'redis:6379', protocol: redis, security: [ { type: userPassword }, { type: X509 } ] } }\n",
  ],
])('follows a reference to %s', async (_what, from, to, components) => {
  expect(await changed(from, to, components)).toEqual([]);
});

test.each([
  ['a parameter', /region(?=\}|: \{)/g, 'place', ['compatible CHANNEL_PARAMETER_CHANGED']],
  ['an operation', 'publishOrders', 'sendOrders', ['compatible OPERATION_KEY_RENAMED']],
  ['a message', 'paid:', 'done:', ['compatible MESSAGE_KEY_RENAMED']],
  ['a channel', /orders(?=:|' \})/g, 'sales', ['compatible CHANNEL_KEY_RENAMED']],
  ['a server', 'production', 'redis', []],
])('pairs %s that only has another key', async (_what, from, to, changes) => {
  expect(await changed(from, to)).toEqual(changes);
});

test('finds one operation in two', async () => {
  const two = `publishOrders:
    action: send
    channel: { $ref: '#/channels/orders' }
    messages: [{ $ref: '#/channels/orders/messages/placed' }]
  publishCancellations:
    action: send
    channel: { $ref: '#/channels/orders' }
    messages: [{ $ref: '#/channels/orders/messages/cancelled' }]
  publishInvoices:`;
  expect(await changed(/publishOrders:[^]*publishInvoices:/, two)).toEqual(['compatible OPERATION_ADDED']);
});

test('goes by addresses where two channels have changed their keys', async () => {
  const swapped = document
    .replace('orders:\n    address: orders-{region}', 'first:\n    address: orders-{region}')
    .replace('invoices:\n    address', 'orders:\n    address')
    .replaceAll("channels/orders'", "channels/first'")
    .replaceAll("channels/invoices'", "channels/orders'");
  expect(await changed(document, swapped)).toEqual([
    'compatible CHANNEL_KEY_RENAMED',
    'compatible CHANNEL_KEY_RENAMED',
  ]);
});

test('takes a message on another channel for removed here and added there', async () => {
  const moved = document
    .replace("      cancelled: { $ref: '#/components/messages/Cancelled' }\n", '')
    .replace('      paid:', "      cancelled: { $ref: '#/components/messages/Cancelled' }\n      paid:");
  expect(await changed(document, moved)).toEqual([
    'breaking MESSAGE_REMOVED_FROM_CHANNEL backward',
    'compatible MESSAGE_ADDED_TO_CHANNEL',
    'warning MESSAGE_REMOVED_FROM_CHANNEL forward',
  ]);
});

test('minds that a way to be let in is gone', async () => {
  expect(await changed('{ type: userPassword }, ', '')).toEqual(['breaking SECURITY_ADDED forward']);
});

test('minds that the correlation id is gone, for those who look for it', async () => {
  expect(await changed('correlationId: { location: $message.header#/id }, ', '')).toEqual([
    'breaking CORRELATION_ID_LOCATION_CHANGED forward',
  ]);
});
