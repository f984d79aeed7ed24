/** (A) Each committed event has in each subscribed group exactly one effect, or is exactly once retrying, waiting or dead. */
import { described, duties, dutyKey, groupBy, type Rule, type Violation } from './violation.js';

export const appliedOnce: Rule = (history) => {
  const effects = groupBy(history.effects, ({ group, eventId }) => dutyKey(group, eventId));
  const unfinished = groupBy(history.unfinished, ({ group, eventId }) => dutyKey(group, eventId));
  return duties(history).flatMap(({ commit, group }): Violation[] => {
    const key = dutyKey(group, commit.id);
    const applied = effects.get(key) ?? [];
    const kept = unfinished.get(key) ?? [];
    if (applied.length + kept.length === 1) return [];
    const sentence = (what: string): Violation[] => [{ property: 'A', sentence: `${described(commit)} ${what}` }];
    // What is still on its way is named by (F).
    if (applied.length + kept.length === 0 && history.isMoving) return [];
    if (applied.length + kept.length === 0) return sentence(`was lost by ${group}: no effect, and not in its inbox.`);
    if (applied.length === 0) return sentence(`is ${String(kept.length)} times unfinished in ${group}.`);
    if (kept.length > 0) {
      return sentence(
        `has ${String(applied.length)} effects in ${group} and is ${kept[0]?.state ?? 'unfinished'} there.`,
      );
    }
    const where = applied.map(
      ({ ordinal, instance, attempt }) => `${String(ordinal)} by ${instance} attempt ${String(attempt)}`,
    );
    return sentence(`has ${String(applied.length)} effects in ${group}: ${where.join(', ')}.`);
  });
};
