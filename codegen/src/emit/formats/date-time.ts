import { hasDay, isLastMinuteOfUtcDay } from './calendar.js';

/**
 * RFC 3339 with a zone, e.g. `2026-01-31T23:59:59.999Z`. One expression asks for all that needs no arithmetic, because
 * timestamps are most of what a typical event costs.
 */
export const isDateTime = (text: string): boolean =>
  pattern.test(text) && hasDay(text) && (text.charAt(17) !== '6' || isLastMinuteOfUtcDay(text, 11));

const pattern =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])[Tt](?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;
