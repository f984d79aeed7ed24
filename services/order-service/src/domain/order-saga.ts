/**
 * How an order comes to its end. Pure decisions; events/order.saga.ts loads, saves and publishes.
 *
 *   reserving  ORDER_PLACED is out; user-service will say whether there is credit
 *              → reserved (CREDIT_RESERVED) | → releasing (CREDIT_REJECTED, deadline, cancellation)
 *   reserved   the order is confirmed and holds credit
 *              → releasing (cancellation)
 *   releasing  the order is rejected or cancelled; user-service will say that it holds nothing for it any more
 *              → closed (CREDIT_RELEASED)
 *   closed     nothing can follow
 *
 * ORDER_REJECTED and ORDER_CANCELLED are the compensation: user-service answers both with CREDIT_RELEASED, and refuses a
 * reservation that would come later. So an answer that arrives while releasing needs no answer of ours.
 */
import type { RejectionReason } from './order.js';

export type SagaState = 'reserving' | 'reserved' | 'releasing' | 'closed';

export type SagaInput =
  | { readonly kind: 'credit-reserved' }
  | { readonly kind: 'credit-rejected'; readonly reason: 'INSUFFICIENT_CREDIT' | 'UNKNOWN_USER' | 'ORDER_ENDED' }
  | { readonly kind: 'credit-released' }
  | { readonly kind: 'deadline-passed' }
  | { readonly kind: 'cancel-requested' };

export type OrderChange =
  | { readonly status: 'confirmed' }
  | { readonly status: 'cancelled' }
  | { readonly status: 'rejected'; readonly reason: RejectionReason };

export type SagaDecision =
  | { readonly kind: 'move'; readonly to: SagaState; readonly order?: OrderChange }
  | { readonly kind: 'ignore'; readonly because: string };

/** Total on purpose: a state or an input that is added does not compile until every pair of it is decided. */
type Transitions = {
  readonly [State in SagaState]: {
    readonly [Kind in SagaInput['kind']]: (input: Extract<SagaInput, { kind: Kind }>) => SagaDecision;
  };
};

const ignore = (because: string) => (): SagaDecision => ({ kind: 'ignore', because });
const move = (to: SagaState, order?: OrderChange) => (): SagaDecision => ({
  kind: 'move',
  to,
  ...(order ? { order } : {}),
});

const transitions: Transitions = {
  reserving: {
    'credit-reserved': move('reserved', { status: 'confirmed' }),
    // ORDER_ENDED answers an end that this database does not know (it was restored): the deadline decides.
    'credit-rejected': ({ reason }) =>
      reason === 'ORDER_ENDED'
        ? { kind: 'ignore', because: 'the order has not ended here; its deadline will end it' }
        : { kind: 'move', to: 'releasing', order: { status: 'rejected', reason } },
    'credit-released': ignore('nothing was asked to be released'),
    'deadline-passed': move('releasing', { status: 'rejected', reason: 'CREDIT_TIMEOUT' }),
    'cancel-requested': move('releasing', { status: 'cancelled' }),
  },
  reserved: {
    'credit-reserved': ignore('the order is confirmed already'),
    'credit-rejected': ignore('the order is confirmed already'),
    'credit-released': ignore('nothing was asked to be released'),
    'deadline-passed': ignore('the answer came in time'),
    'cancel-requested': move('releasing', { status: 'cancelled' }),
  },
  releasing: {
    'credit-reserved': ignore('it came too late; the release that was asked for gives it back'),
    'credit-rejected': ignore('the order has ended already'),
    'credit-released': move('closed'),
    'deadline-passed': ignore('the order has ended already'),
    'cancel-requested': ignore('the order has ended already'),
  },
  closed: {
    'credit-reserved': ignore('the order has ended'),
    'credit-rejected': ignore('the order has ended'),
    'credit-released': ignore('the order has ended'),
    'deadline-passed': ignore('the order has ended'),
    'cancel-requested': ignore('the order has ended'),
  },
};

export const decide = (state: SagaState, input: SagaInput): SagaDecision => {
  // The table's type says that the function at [kind] takes the input of that kind.
  const transition = transitions[state][input.kind] as (input: SagaInput) => SagaDecision;
  return transition(input);
};
