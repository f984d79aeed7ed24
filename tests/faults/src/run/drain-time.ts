/** How long after healing the last effect came of what had been committed before it. */
import type { History } from '../history.js';

/** @param healedAt – by the clock of this machine, which the servers share */
export const drainTime = ({ commits, effects }: Pick<History, 'commits' | 'effects'>, healedAt: number): number => {
  const before = new Set(commits.filter(({ at }) => at <= healedAt).map(({ id }) => id));
  const last = effects
    .filter(({ eventId }) => before.has(eventId))
    .reduce((latest, { at }) => Math.max(latest, at), healedAt);
  return Math.round(last - healedAt);
};
