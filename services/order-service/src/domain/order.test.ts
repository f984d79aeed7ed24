import { asPlaced, totalOf, type OrderItem } from './order.js';

const item = (quantity: number, amountMinor: number, currency = 'EUR'): OrderItem => ({
  sku: 'tea',
  name: 'Green tea',
  quantity,
  unitPrice: { amountMinor, currency },
});

test('adds quantity times price', () => {
  expect(totalOf([item(3, 250), item(1, 99)])).toEqual({ kind: 'total', total: { amountMinor: 849, currency: 'EUR' } });
});

test('refuses a second currency and says where it is', () => {
  expect(totalOf([item(1, 1), item(1, 1), item(1, 1, 'USD')])).toMatchObject({
    kind: 'refused',
    pointer: '/items/2/unitPrice/currency',
  });
});

test('takes the largest amount of the contract and refuses one cent more', () => {
  expect(totalOf([item(1, 1_000_000_000_000)])).toMatchObject({ kind: 'total' });
  expect(totalOf([item(1, 1_000_000_000_000), item(1, 1)])).toMatchObject({ kind: 'refused', pointer: '/items' });
});

test('answers a repeated request with the order as it was placed', () => {
  const placedAt = new Date(1_000);
  const placed = {
    orderId: 'o-1',
    userId: 'u-1',
    status: 'pending',
    items: [],
    total: { amountMinor: 0, currency: 'EUR' },
    placedAt,
    updatedAt: placedAt,
  } as const;
  expect(asPlaced({ ...placed, status: 'rejected', reason: 'CREDIT_TIMEOUT', updatedAt: new Date(9_000) })).toEqual(
    placed,
  );
});
