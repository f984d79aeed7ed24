import { decide, type SagaInput, type SagaState } from './order-saga.js';

const rejected = (reason: 'INSUFFICIENT_CREDIT' | 'UNKNOWN_USER' | 'ORDER_ENDED'): SagaInput => ({
  kind: 'credit-rejected',
  reason,
});

/** Follows the inputs from `reserving`. @returns the last state, and every status that the order took */
const follow = (...inputs: SagaInput[]): { state: SagaState; order: string[] } => {
  let state: SagaState = 'reserving';
  const order: string[] = [];
  for (const input of inputs) {
    const decision = decide(state, input);
    if (decision.kind === 'ignore') continue;
    state = decision.to;
    if (decision.order) order.push('reason' in decision.order ? decision.order.reason : decision.order.status);
  }
  return { state, order };
};

test('confirms an order whose credit is reserved', () => {
  expect(follow({ kind: 'credit-reserved' })).toEqual({ state: 'reserved', order: ['confirmed'] });
});

test.each(['INSUFFICIENT_CREDIT', 'UNKNOWN_USER'] as const)('rejects an order without credit: %s', (reason) => {
  expect(follow(rejected(reason), { kind: 'credit-released' })).toEqual({ state: 'closed', order: [reason] });
});

test('rejects an order whose answer does not come, and lets a late answer change nothing', () => {
  expect(follow({ kind: 'deadline-passed' }, { kind: 'credit-reserved' }, { kind: 'credit-released' })).toEqual({
    state: 'closed',
    order: ['CREDIT_TIMEOUT'],
  });
});

test('ignores a deadline that the answer has overtaken', () => {
  expect(follow({ kind: 'credit-reserved' }, { kind: 'deadline-passed' })).toEqual({
    state: 'reserved',
    order: ['confirmed'],
  });
});

test('cancels before and after the confirmation, once', () => {
  const cancel: SagaInput = { kind: 'cancel-requested' };
  expect(follow(cancel, cancel)).toEqual({ state: 'releasing', order: ['cancelled'] });
  expect(follow({ kind: 'credit-reserved' }, cancel, { kind: 'credit-released' }, cancel)).toEqual({
    state: 'closed',
    order: ['confirmed', 'cancelled'],
  });
});

test('waits for its deadline when user-service knows an end that it does not know itself', () => {
  expect(follow(rejected('ORDER_ENDED'))).toEqual({ state: 'reserving', order: [] });
});

test('stays closed whatever comes', () => {
  const inputs: SagaInput[] = [
    { kind: 'credit-reserved' },
    rejected('INSUFFICIENT_CREDIT'),
    { kind: 'credit-released' },
    { kind: 'deadline-passed' },
    { kind: 'cancel-requested' },
  ];
  for (const input of inputs) expect(decide('closed', input).kind).toBe('ignore');
});
