import { isLastMinuteOfUtcDay } from './calendar.js';

/** RFC 3339 full-time, with a zone: `23:59:59.999Z` or `10:00:00+02:00`. */
export const isTime = (text: string): boolean =>
  pattern.test(text) && (text.charAt(6) !== '6' || isLastMinuteOfUtcDay(text, 0));

const pattern = /^(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;
