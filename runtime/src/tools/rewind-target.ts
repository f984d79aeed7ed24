/** What `--to` may say: a time, an entry id, or `start`. */
import { ENTRY_ID_ZERO, idBefore } from '../streams/entry-id.js';
import { ToolSettingError } from './errors.js';

const entryId = /^\d{1,20}-\d{1,20}$/;
/** With its offset: a time without one would mean something else on another machine. */
const dateTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/;
const date = /^\d{4}-\d{2}-\d{2}$/;

/**
 * @returns the position before the first entry that is handled again. Entry ids hold the time at which a relay took the event up,
 * by the clock of its database
 * @throws ToolSettingError – it is none of them, or lies in the future
 */
export const positionBefore = (to: string, nowMs: number): string => {
  if (to === 'start') return ENTRY_ID_ZERO;
  if (entryId.test(to)) return idBefore(to);
  const ms = dateTime.test(to) || date.test(to) ? Date.parse(to) : Number.NaN;
  if (Number.isNaN(ms)) {
    throw new ToolSettingError({
      name: '--to',
      got: to,
      want: '"start", an entry id as in 1764547200000-42, a day as in 2026-11-24 (UTC), or a time with its offset as in 2026-11-24T09:30:00Z',
    });
  }
  if (ms > nowMs) {
    throw new ToolSettingError({ name: '--to', got: to, want: 'a time that has passed' });
  }
  // The first part of an id is never shared by entries from before that time; the second begins with 1.
  return `${String(ms)}-0`;
};
