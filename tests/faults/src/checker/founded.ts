/**
 * (B) No effect without a committed event, and nothing that was acknowledged is gone. What a restore took back may have
 * had one effect.
 */
import type { History } from '../history.js';
import { byId, dutyKey, groupBy, type Rule, type Violation } from './violation.js';

export const founded: Rule = (history) => [...unfounded(history), ...undoneTwice(history), ...forgotten(history)];

const violation = (sentence: string): Violation => ({ property: 'B', sentence });

const unfounded = (history: History): readonly Violation[] => {
  const known = byId([...history.undone, ...history.commits]);
  const fromEffects = history.effects.flatMap((effect) => {
    const commit = known.get(effect.eventId);
    const what = `Effect ${String(effect.ordinal)} of ${effect.group} by ${effect.instance}`;
    if (!commit) {
      return [
        violation(
          `${what} is of event ${effect.eventId} (${effect.type} of ${effect.key}), which was never committed.`,
        ),
      ];
    }
    const isSame = commit.stream === effect.stream && commit.type === effect.type && commit.key === effect.key;
    return isSame
      ? []
      : [
          violation(
            `${what} took event ${commit.id} for ${effect.type} of ${effect.key}; it is ${commit.type} of ${commit.key}.`,
          ),
        ];
  });
  const fromInboxes = history.unfinished
    .filter(({ eventId }) => !known.has(eventId))
    .map(({ eventId, group, state }) =>
      violation(`${group} holds event ${eventId} as ${state}, which was never committed.`),
    );
  return [...fromEffects, ...fromInboxes];
};

const undoneTwice = (history: History): readonly Violation[] => {
  const undone = byId(history.undone);
  const effects = history.effects.filter(({ eventId }) => undone.has(eventId));
  return [...groupBy(effects, ({ group, eventId }) => dutyKey(group, eventId))].flatMap(([key, same]) =>
    same.length > 1 ? [violation(`An event that a restore took back has ${String(same.length)} effects: ${key}.`)] : [],
  );
};

const forgotten = ({ acknowledged, commits, orders, undone }: History): readonly Violation[] => {
  const events = byId([...undone, ...commits]);
  const takenBack = new Set(undone.flatMap(({ orderId }) => orderId ?? []));
  const outcomes = new Map(orders.map((order) => [order.orderId, order]));
  return [
    ...acknowledged.eventIds
      .filter((id) => !events.has(id))
      .map((id) => violation(`The commit of event ${id} was acknowledged, and it is gone.`)),
    ...acknowledged.orderIds
      .filter((id) => !outcomes.has(id) && !takenBack.has(id))
      .map((id) => violation(`Order ${id} was acknowledged as placed, and it is gone.`)),
    ...acknowledged.cancelledOrderIds
      .filter((id) => outcomes.get(id)?.status !== 'cancelled' && !takenBack.has(id))
      .map((id) =>
        violation(`Order ${id} was acknowledged as cancelled, and is ${outcomes.get(id)?.status ?? 'gone'}.`),
      ),
  ];
};
