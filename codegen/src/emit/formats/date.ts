import { hasDay } from './calendar.js';

/** RFC 3339 full-date, e.g. `2026-01-31`. */
export const isDate = (text: string): boolean => pattern.test(text) && hasDay(text);

const pattern = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;
