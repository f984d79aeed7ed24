/** The event of `npm run bench -- validate`: 376 bytes with what most events have, and what is wrong in variants of it. */

const text = (maxLength: number): object => ({ type: 'string', minLength: 1, maxLength });
const uuid = { type: 'string', format: 'uuid' };
const money = {
  type: 'object',
  required: ['amountMinor', 'currency'],
  properties: {
    amountMinor: { type: 'integer', minimum: 0, maximum: 1_000_000_000_000 },
    currency: { type: 'string', pattern: '^[A-Z]{3}$' },
  },
};

/** JSON Schema; `closed` refuses undeclared properties, as the writer's validator does. */
export const orderSchema = ({ closed }: { readonly closed: boolean }): object => {
  const close = (schema: object): object => (closed ? { ...schema, additionalProperties: false } : schema);
  const item = {
    type: 'object',
    required: ['sku', 'quantity', 'price'],
    properties: { sku: text(64), quantity: { type: 'integer', minimum: 1, maximum: 1_000 }, price: close(money) },
  };
  return close({
    type: 'object',
    required: ['orderId', 'userId', 'email', 'placedAt', 'status', 'items', 'total'],
    properties: {
      orderId: uuid,
      userId: uuid,
      email: { type: 'string', format: 'email' },
      placedAt: { type: 'string', format: 'date-time' },
      status: { type: 'string', enum: ['PLACED', 'CONFIRMED', 'REJECTED'] },
      items: { type: 'array', minItems: 1, maxItems: 100, items: close(item) },
      total: close(money),
      note: text(200),
    },
  });
};

const order = {
  orderId: '0198b6f1-0c44-7b1a-8a55-2b8f0e9d7c61',
  userId: '0198b6f0-5a3c-7c51-9d0e-6f6a1c2b3d4e',
  email: 'ada@example.com',
  placedAt: '2026-11-24T21:37:00Z',
  status: 'PLACED',
  items: [
    { sku: 'MUG', quantity: 2, price: { amountMinor: 125, currency: 'EUR' } },
    { sku: 'TEA', quantity: 1, price: { amountMinor: 899, currency: 'EUR' } },
  ],
  total: { amountMinor: 1_149, currency: 'EUR' },
};

export const orderText = JSON.stringify(order);

/** What every contestant must refuse: without this, the quickest is the one that looks at least. */
export const brokenOrders: Readonly<Record<string, object>> = {
  'a date-time without a zone': { ...order, placedAt: '2026-11-24T21:37:00' },
  'a month 13': { ...order, placedAt: '2026-13-24T21:37:00Z' },
  'an hour 24': { ...order, placedAt: '2026-11-24T24:37:00Z' },
  'an email without a host': { ...order, email: 'ada@' },
  'a UUID without dashes': { ...order, userId: order.userId.replaceAll('-', '') },
  'a word that is not in the list': { ...order, status: 'LOST' },
  'no items': { ...order, items: [] },
  'half a piece': { ...order, items: [{ ...order.items[0], quantity: 0.5 }] },
  'a wrong currency': { ...order, total: { amountMinor: 1, currency: 'euro' } },
  'a note too long': { ...order, note: 'a'.repeat(201) },
  'a property nobody declared': { ...order, colour: 'blue' },
  'one deep inside': { ...order, total: { ...order.total, colour: 'blue' } },
  'no email': { ...order, email: undefined },
};
