import { orderPlaced } from '@streampact/generated/order-service/testing';
import {
  creditRejectedEvent,
  creditReleasedEvent,
  creditReservedEvent,
} from '@streampact/generated/user-service/testing';
import { beginning, transition, type Outcome, type SagaInput, type WordsIn } from '@streampact/runtime';
import { orderSaga } from './order.saga.js';

type Words = WordsIn<typeof orderSaga>;
type Input = SagaInput<Words>;

const { orderId, userId, items, total } = orderPlaced({}, { seed: 1 });
const placedAt = new Date(0);
const order = { orderId, userId, items, total, status: 'pending', placedAt, updatedAt: placedAt } as const;

const creditReserved: Input = { message: 'creditReserved', event: creditReservedEvent({ orderId }, { seed: 1 }) };
const creditReleased: Input = { message: 'creditReleased', event: creditReleasedEvent({ orderId }, { seed: 1 }) };
const creditRejected = (reason: 'INSUFFICIENT_CREDIT' | 'UNKNOWN_USER' | 'ORDER_ENDED'): Input => ({
  message: 'creditRejected',
  event: creditRejectedEvent({ orderId, reason }, { seed: 1 }),
});
const answerIsLate: Input = { timer: 'answerIsLate' };
const cancel: Input = { command: 'cancel', given: undefined };

/** Follows the inputs from the beginning. @returns the last state, and everything that became of the order */
const follow = (...inputs: Input[]): { state: string; changes: unknown[] } => {
  let at = beginning(orderSaga, { order, answerWithinMs: 30_000 });
  const changes: unknown[] = [];
  for (const input of inputs) {
    const outcome: Outcome<Words> = transition(orderSaga, { id: orderId, state: at.to, data: at.data }, input);
    if (outcome.kind !== 'moved') continue;
    at = { ...outcome, id: orderId };
    if (outcome.change) changes.push('reason' in outcome.change ? outcome.change.reason : outcome.change.status);
  }
  return { state: at.to, changes };
};

test('asks for credit, and waits for the answer so long', () => {
  expect(beginning(orderSaga, { order, answerWithinMs: 30_000 })).toMatchObject({
    to: 'reserving',
    send: [{ name: 'placing', data: { orderId, userId, items, total }, undo: { data: { orderId, userId } } }],
    set: { answerIsLate: { afterMs: 30_000 } },
  });
});

test('confirms an order whose credit is reserved', () => {
  expect(follow(creditReserved)).toEqual({ state: 'reserved', changes: ['confirmed'] });
});

test.each(['INSUFFICIENT_CREDIT', 'UNKNOWN_USER'] as const)('rejects an order without credit: %s', (reason) => {
  expect(follow(creditRejected(reason), creditReleased)).toEqual({ state: 'closed', changes: [reason] });
});

test('rejects an order whose answer does not come, and lets a late answer change nothing', () => {
  expect(follow(answerIsLate, creditReserved, creditReleased)).toEqual({
    state: 'closed',
    changes: ['CREDIT_TIMEOUT'],
  });
});

test('ignores a deadline that the answer has overtaken', () => {
  expect(follow(creditReserved, answerIsLate)).toEqual({ state: 'reserved', changes: ['confirmed'] });
});

test('cancels before and after the confirmation, once', () => {
  expect(follow(cancel, cancel)).toEqual({ state: 'releasing', changes: ['cancelled'] });
  expect(follow(creditReserved, cancel, creditReleased, cancel)).toEqual({
    state: 'closed',
    changes: ['confirmed', 'cancelled'],
  });
});

test('waits for its deadline when user-service knows an end that it does not know itself', () => {
  expect(follow(creditRejected('ORDER_ENDED'))).toEqual({ state: 'reserving', changes: [] });
});

test('stays closed whatever comes', () => {
  const inputs = [creditReserved, creditRejected('INSUFFICIENT_CREDIT'), creditReleased, answerIsLate, cancel];
  const instance = { id: orderId, state: 'closed', data: { userId, total } } as const;
  for (const input of inputs) expect(transition(orderSaga, instance, input).kind).toBe('ignored');
});
