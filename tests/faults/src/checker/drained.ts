/** (F) What is left to do when nothing is broken any more; and that it is nothing within the bound. */
import type { History } from '../history.js';
import { described, duties, dutyKey, type Rule } from './violation.js';

const namedMax = 8;

/** What has not come to its end yet, as sentences. Empty: the run has drained. */
export const outstanding = (history: History): readonly string[] => {
  const settled = new Set([
    ...history.effects.map(({ group, eventId }) => dutyKey(group, eventId)),
    ...history.unfinished.filter(({ isHeld }) => isHeld).map(({ group, eventId }) => dutyKey(group, eventId)),
  ]);
  const touched = new Set(history.undone.flatMap(({ orderId }) => orderId ?? []));
  const reservations = new Map(history.reservations.map((one) => [one.orderId, one]));
  return [
    ...duties(history)
      .filter(({ commit, group }) => !settled.has(dutyKey(group, commit.id)))
      .map(({ commit, group }) => `${described(commit)} has not arrived in ${group}`),
    ...history.unfinished
      .filter(({ isHeld }) => !isHeld)
      .map(({ eventId, group, state, key }) => `event ${eventId} of ${key} is ${state} in ${group}`),
    ...history.orders
      .filter(({ orderId }) => !touched.has(orderId))
      .flatMap(({ orderId, status }) => {
        if (status === 'pending') return [`order ${orderId} is pending`];
        if (status !== 'confirmed' && reservations.get(orderId)?.state !== 'released') {
          return [`order ${orderId} is ${status} and its credit not released`];
        }
        return [];
      }),
  ];
};

export const drained: Rule = (history) => {
  if (history.drainMs !== undefined) return [];
  const left = outstanding(history);
  const named = left.slice(0, namedMax).join('; ');
  const more = left.length > namedMax ? `; and ${String(left.length - namedMax)} more` : '';
  return [{ property: 'F', sentence: `It had not drained within the bound: ${named || 'since then it has'}${more}.` }];
};
