/** Holds a recorded history against every promise. Pure: the same history gives the same violations. */
import type { History } from '../history.js';
import { appliedOnce } from './applied-once.js';
import { drained } from './drained.js';
import { entries } from './entries.js';
import { founded } from './founded.js';
import { inOrder } from './in-order.js';
import { ownersKept } from './owners-kept.js';
import { sagas } from './sagas.js';
import type { Rule, Violation } from './violation.js';

/** No process may end by itself, or refuse to. */
const alive: Rule = ({ crashes }) => crashes.map((sentence) => ({ property: 'X', sentence }));

const rules: readonly Rule[] = [appliedOnce, founded, inOrder, sagas, entries, drained, ownersKept, alive];

export const check = (history: History): readonly Violation[] => rules.flatMap((rule) => rule(history));

/** What was applied out of order, or stands twice in a stream, stays so, whatever is still on its way. */
export const isBrokenForGood = (history: History): boolean =>
  entries(history).length > 0 || (history.restored.length === 0 && inOrder(history).length > 0);
