/** Goal: an order comes to its end whatever is answered, and when. Method: the saga's definition alone, on a clock that the test moves. */
import { messages, type OrderPlaced } from '@streampact/generated/order-service';
import { orderPlaced } from '@streampact/generated/order-service/testing';
import {
  creditRejectedEvent,
  creditReleasedEvent,
  creditReservedEvent,
} from '@streampact/generated/user-service/testing';
import { testSaga } from '@streampact/runtime/testing';
import { orderSaga } from './order.saga.js';

const { orderId, userId, items, total }: OrderPlaced = orderPlaced({}, { seed: 1 });
const placedAt = new Date(0);
const placed = { orderId, userId, items, total, status: 'pending', placedAt, updatedAt: placedAt } as const;

const creditReserved = creditReservedEvent({ orderId }, { seed: 1 });
const creditReleased = creditReleasedEvent({ orderId }, { seed: 1 });
const creditRejected = (reason: 'INSUFFICIENT_CREDIT' | 'UNKNOWN_USER' | 'ORDER_ENDED') =>
  creditRejectedEvent({ orderId, reason }, { seed: 1 });
const cancel = { command: 'cancel' } as const;

const givenPlaced = () => {
  const order = testSaga(orderSaga);
  order.begin({ order: placed, answerWithinMs: 30_000 });
  return order;
};

test('asks for credit, and waits for the answer so long', () => {
  const order = testSaga(orderSaga);
  const { state, published } = order.begin({ order: placed, answerWithinMs: 30_000 });
  expect(state).toBe('reserving');
  expect(published(messages.orderPlaced)).toEqual([{ orderId, userId, items, total }]);
  expect(order.timers).toEqual({ answerIsLate: 30_000 });
});

test('confirms an order whose credit is reserved', () => {
  const order = givenPlaced();
  const { state, published, changes } = order.when(creditReserved);
  expect([state, changes]).toEqual(['reserved', [{ status: 'confirmed' }]]);
  expect(published(messages.orderConfirmed)).toEqual([{ orderId, userId, total }]);
  expect(order.advance(60_000).kind).toBe('none');
});

test.each(['INSUFFICIENT_CREDIT', 'UNKNOWN_USER'] as const)('rejects an order without credit: %s', (reason) => {
  const order = givenPlaced();
  const { published, changes } = order.when(creditRejected(reason));
  expect(changes).toEqual([{ status: 'rejected', reason }]);
  expect(published()).toEqual([{ type: 'ORDER_REJECTED', data: { orderId, userId, reason } }]);
  expect(order.when(creditReleased).state).toBe('closed');
});

test('rejects an order whose answer does not come, and lets a late answer change nothing', () => {
  const order = givenPlaced();
  expect(order.advance(29_999).kind).toBe('none');
  const { published } = order.advance(1);
  expect(published(messages.orderRejected)).toEqual([{ orderId, userId, reason: 'CREDIT_TIMEOUT' }]);
  expect(order.when(creditReserved)).toMatchObject({ kind: 'ignored', state: 'releasing', changes: [] });
  expect(order.when(creditReleased).state).toBe('closed');
});

test('ignores a deadline that the answer has overtaken', () => {
  const order = givenPlaced();
  order.when(creditReserved);
  expect(order.when({ timer: 'answerIsLate' })).toMatchObject({ kind: 'ignored', state: 'reserved' });
});

test.each([
  ['before', []],
  ['after', [creditReserved]],
])('cancels %s the confirmation, once', (_when: string, answers: readonly (typeof creditReserved)[]) => {
  const order = givenPlaced();
  for (const answer of answers) order.when(answer);
  const { published, changes } = order.when(cancel);
  expect(changes).toEqual([{ status: 'cancelled' }]);
  expect(published()).toEqual([{ type: 'ORDER_CANCELLED', data: { orderId, userId } }]);
  expect(order.when(cancel).published()).toEqual([]);
  expect(order.when(creditReleased).state).toBe('closed');
});

test('waits for its deadline when user-service knows an end that it does not know itself', () => {
  const order = givenPlaced();
  expect(order.when(creditRejected('ORDER_ENDED'))).toMatchObject({ kind: 'ignored', state: 'reserving' });
  expect(order.advance(30_000).state).toBe('releasing');
});

test('stays closed whatever comes', () => {
  const order = testSaga(orderSaga);
  order.given({ id: orderId, state: 'closed', data: { userId, total } });
  const inputs = [creditReserved, creditRejected('INSUFFICIENT_CREDIT'), creditReleased, cancel];
  for (const input of inputs) expect(order.when(input).kind).toBe('ignored');
});
