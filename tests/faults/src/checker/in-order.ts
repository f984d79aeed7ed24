/**
 * (C) Per key and group, effects come in the order of the versions; dead letters leave holes. After a restore the numbers of the
 * restored services begin again, and others may have passed on both: theirs is the order in which they published.
 */
import type { Commit } from '../history.js';
import { byId, dutyKey, groupBy, type Rule, type Violation } from './violation.js';

export const inOrder: Rule = (history) => {
  const committed = byId(history.commits);
  const effects = history.effects.filter(({ eventId }) => committed.has(eventId));
  const byKey = groupBy(effects, ({ group, stream, key }) => `${dutyKey(group, stream)} ${key}`);
  const published = new Map(history.commits.map(({ id }, index) => [id, index]));
  const versionOf = ({ id, service, version }: Commit): number =>
    history.restored.length > 0 && !history.restored.includes(service) ? (published.get(id) ?? version) : version;
  return [...byKey.values()].flatMap((ofOneKey) => {
    const violations: Violation[] = [];
    let last = Number.NEGATIVE_INFINITY;
    for (const { eventId, group, key, type, ordinal, instance } of ofOneKey.toSorted((a, b) => a.ordinal - b.ordinal)) {
      const commit = committed.get(eventId);
      const version = commit ? versionOf(commit) : last;
      if (version < last) {
        violations.push({
          property: 'C',
          sentence: `${group} applied ${type} ${String(version)} of ${key} after ${String(last)} (event ${eventId}, effect ${String(ordinal)} by ${instance}).`,
        });
      }
      last = Math.max(last, version);
    }
    return violations;
  });
};
