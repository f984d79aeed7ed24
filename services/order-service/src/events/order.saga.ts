/**
 * The life of an order. The picture of it is docs/sagas/order.md, made from this file.
 *
 * Whoever ends an order, by a refusal, a deadline or a cancellation, undoes its placing: user-service answers ORDER_REJECTED and
 * ORDER_CANCELLED alike with CREDIT_RELEASED, and refuses a reservation that would come later. So an answer that arrives while
 * the credit is being released needs no answer of ours.
 */
import { messages as orders, ordersStream, type Money } from '@streampact/generated/order-service';
import { messages as users } from '@streampact/generated/user-service';
import { defineSaga, end, ignore, received, step, typed } from '@streampact/runtime';
import type { Order, OrderChange, RejectionReason } from '../domain/order.js';

interface OrderSagaData {
  readonly userId: string;
  readonly total: Money;
}

interface PlacedOrder {
  readonly order: Order;
  /** How long the answer about the credit may take. */
  readonly answerWithinMs: number;
}

/** What a line of the table is given. */
interface Given {
  readonly id: string;
  readonly data: OrderSagaData;
}

const { orderPlaced, orderConfirmed, orderRejected, orderCancelled } = orders;

export const orderSaga = defineSaga({
  name: 'order',
  stream: ordersStream,
  data: typed<OrderSagaData>(),
  change: typed<OrderChange>(),
  states: {
    reserving: 'ORDER_PLACED is out; user-service will say whether there is credit.',
    reserved: 'The order is confirmed and holds credit.',
    releasing: 'The order is rejected or cancelled; user-service will say that it holds nothing for it any more.',
    closed: end('Nothing is held for the order.'),
  },
  messages: {
    creditReserved: received(users.creditReserved, 'orderId'),
    creditRejected: received(users.creditRejected, 'orderId'),
    creditReleased: received(users.creditReleased, 'orderId'),
  },
  timers: ['answerIsLate'],
  commands: { cancel: typed<void>() },
  publishes: { orderConfirmed, orderRejected },
  steps: { placing: step(orderPlaced, { undo: orderCancelled }) },
}).table({
  begin: {
    to: 'reserving',
    sends: ['placing'],
    effects: ({ order: { orderId, userId, items, total }, answerWithinMs }: PlacedOrder) => ({
      id: orderId,
      data: { userId, total },
      send: { placing: { message: { orderId, userId, items, total }, undo: { orderId, userId } } },
      set: { answerIsLate: { afterMs: answerWithinMs } },
    }),
  },
  states: {
    reserving: {
      creditReserved: {
        to: 'reserved',
        publishes: ['orderConfirmed'],
        effects: ({ id: orderId, data: { userId, total } }) => ({
          change: { status: 'confirmed' },
          clear: ['answerIsLate'],
          publish: { orderConfirmed: { orderId, userId, total } },
        }),
      },
      creditRejected: {
        to: 'releasing',
        compensates: ['orderRejected'],
        // ORDER_ENDED answers an end that this database does not know (it was restored): the deadline decides.
        effects: ({ message: { reason }, ...given }) =>
          reason === 'ORDER_ENDED'
            ? ignore('the order has not ended here; its deadline will end it')
            : rejection(given, reason),
      },
      creditReleased: ignore('nothing was asked to be released'),
      answerIsLate: {
        to: 'releasing',
        compensates: ['orderRejected'],
        effects: (given) => rejection(given, 'CREDIT_TIMEOUT'),
      },
      cancel: { to: 'releasing', compensates: true, effects: () => cancellation },
    },
    reserved: {
      creditReserved: ignore('the order is confirmed already'),
      creditRejected: ignore('the order is confirmed already'),
      creditReleased: ignore('nothing was asked to be released'),
      answerIsLate: ignore('the answer came in time'),
      cancel: { to: 'releasing', compensates: true, effects: () => cancellation },
    },
    releasing: {
      creditReserved: ignore('it came too late; the release that was asked for gives it back'),
      creditRejected: ignore('the order has ended already'),
      creditReleased: { to: 'closed' },
      answerIsLate: ignore('the order has ended already'),
      cancel: ignore('the order has ended already'),
    },
  },
});

/** Why the order is rejected was not known when it was placed: ORDER_REJECTED stands for the undo that was recorded then. */
const rejection = ({ id: orderId, data: { userId } }: Given, reason: RejectionReason) => ({
  change: { status: 'rejected', reason } as const,
  clear: ['answerIsLate'] as const,
  compensate: { placing: { orderRejected: { orderId, userId, reason } } },
});

const cancellation = {
  change: { status: 'cancelled' },
  clear: ['answerIsLate'],
  compensate: true,
} as const;
