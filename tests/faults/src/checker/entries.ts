/** (E) An entry id has one content for ever, and an event one entry id; a rebase after a restore gives events new ids. */
import type { Rule } from './violation.js';

export const entries: Rule = ({ entryConflicts, restored }) =>
  entryConflicts
    .filter(({ kind }) => kind === 'content' || restored.length === 0)
    .map(({ sentence }) => ({ property: 'E', sentence }));
