/**
 * (D) Every order ends, credit is held for confirmed and pending orders and for nothing else, and each step of an order, its
 * compensation too, was published exactly once. Orders that a restore touched are left out: half of their story is undone.
 */
import type { Commit, History, OrderOutcome, Reservation } from '../history.js';
import { groupBy, type Rule, type Violation } from './violation.js';

export const sagas: Rule = (history) => {
  const touched = new Set(history.undone.flatMap(({ orderId }) => orderId ?? []));
  const reservations = new Map(history.reservations.map((one) => [one.orderId, one]));
  const published = groupBy(
    history.commits.filter(({ orderId }) => orderId !== undefined),
    ({ orderId }) => orderId ?? '',
  );
  if (history.isMoving) return books(history); // orders that are still on their way are named by (F)
  return [
    ...history.orders
      .filter(({ orderId }) => !touched.has(orderId))
      .flatMap((order) => [
        ...outcomeOf(order, reservations.get(order.orderId)),
        ...stepsOf(order, published.get(order.orderId) ?? []),
      ]),
    ...orphans(history, touched),
    ...books(history),
  ];
};

const violation = (sentence: string): Violation => ({ property: 'D', sentence });

const outcomeOf = (
  { orderId, status, totalMinor }: OrderOutcome,
  reservation: Reservation | undefined,
): Violation[] => {
  if (status === 'pending') return [violation(`Order ${orderId} has not ended.`)];
  const wanted = status === 'confirmed' ? 'reserved' : 'released';
  if (reservation?.state !== wanted) {
    return [
      violation(`Order ${orderId} is ${status}, and its credit is ${reservation?.state ?? 'unknown'}, not ${wanted}.`),
    ];
  }
  if (status === 'confirmed' && reservation.amountMinor !== totalMinor) {
    return [
      violation(`Order ${orderId} costs ${String(totalMinor)}, and ${String(reservation.amountMinor)} are reserved.`),
    ];
  }
  return [];
};

/** How often each step must have been published. */
const stepsOf = ({ orderId, status }: OrderOutcome, commits: readonly Commit[]): Violation[] => {
  const count = (...types: string[]): number => commits.filter(({ type }) => types.includes(type)).length;
  const hasEnded = status === 'rejected' || status === 'cancelled';
  const wanted: readonly (readonly [types: string[], times: number])[] = [
    [['ORDER_PLACED'], 1],
    [['CREDIT_RESERVED', 'CREDIT_REJECTED'], 1],
    [['ORDER_REJECTED'], status === 'rejected' ? 1 : 0],
    [['ORDER_CANCELLED'], status === 'cancelled' ? 1 : 0],
    [['CREDIT_RELEASED'], hasEnded ? 1 : 0],
  ];
  return wanted
    .filter(([types, times]) => count(...types) !== times)
    .map(([types, times]) =>
      violation(
        `Order ${orderId} is ${status}: ${types.join(' or ')} was published ${String(count(...types))} times, not ${String(times)}.`,
      ),
    );
};

/** Credit that is held for an order which nobody placed. */
const orphans = ({ orders, reservations }: History, touched: ReadonlySet<string>): readonly Violation[] => {
  const known = new Set(orders.map(({ orderId }) => orderId));
  return reservations
    .filter(({ orderId, state }) => state === 'reserved' && !known.has(orderId) && !touched.has(orderId))
    .map(({ orderId, amountMinor }) =>
      violation(`${String(amountMinor)} are reserved for order ${orderId}, which nobody placed.`),
    );
};

/** What an account says it has reserved is what its reservations say. */
const books = ({ credit, reservations }: History): readonly Violation[] => {
  const reserved = groupBy(
    reservations.filter(({ state }) => state === 'reserved'),
    ({ userId }) => userId,
  );
  return credit.flatMap(({ userId, reservedMinor }) => {
    const sum = (reserved.get(userId) ?? []).reduce((total, { amountMinor }) => total + amountMinor, 0);
    return sum === reservedMinor
      ? []
      : [
          violation(
            `Account ${userId} says ${String(reservedMinor)} are reserved; its reservations say ${String(sum)}.`,
          ),
        ];
  });
};
