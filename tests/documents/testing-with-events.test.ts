/** The examples of docs/guides/testing-with-events.md. */
import { messages, type OrderPlaced } from '@streampact/generated/order-service';
import { orderPlaced, orderPlacedArbitrary, orderPlacedEvent } from '@streampact/generated/order-service/testing';
import { eventArbitrary } from '@streampact/runtime/testing';
import * as fc from 'fast-check';

/** What the examples test. */
const totalMinor = ({ items }: OrderPlaced): number =>
  items.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice.amountMinor, 0);

test('one event with what the test is about', () => {
  const event = orderPlacedEvent({ orderId: 'c9f0a6f2-6f0f-4c39-9c0e-0b7a4f2f5d11' }, { seed: 1 });

  expect(event.aggregateId).toBe('c9f0a6f2-6f0f-4c39-9c0e-0b7a4f2f5d11');
  expect(event.type).toBe('ORDER_PLACED');
});

test('a payload alone', () => {
  const unitPrice = { amountMinor: 250, currency: 'EUR' };
  const order = orderPlaced({ items: [{ sku: 'tea', name: 'Tea', quantity: 2, unitPrice }] });

  expect(totalMinor(order)).toBe(500);
});

test('a statement about every valid payload', () => {
  fc.assert(
    fc.property(orderPlacedArbitrary, (order) => {
      expect(totalMinor(order)).toBeGreaterThanOrEqual(0);
    }),
  );
});

test('a statement about every event', () => {
  fc.assert(
    fc.property(eventArbitrary(messages.orderPlaced, orderPlacedArbitrary), (event) => {
      expect(event.aggregateId).toBe(event.data.orderId);
    }),
  );
});

test('overrides that break the contract are refused', () => {
  expect(() => orderPlaced({ items: [] })).toThrow(
    'With these overrides it is not a valid OrderPlaced: /items must NOT have fewer than 1 items.',
  );
});
