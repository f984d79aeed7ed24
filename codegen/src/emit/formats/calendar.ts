/** Days that there are, and the seconds that are sometimes added to one. */

/** @param text that starts with a date whose month is 01 to 12 and whose day is 01 to 31 */
export const hasDay = (text: string): boolean => {
  const day = twoDigits(text, 8);
  if (day <= 28) return true;
  const month = twoDigits(text, 5);
  if (month === 2) return day === 29 && isLeapYear(Number(text.slice(0, 4)));
  return day <= 30 || !(month === 4 || month === 6 || month === 9 || month === 11);
};

/**
 * Whether a second may be the 60th: a leap second is the last one of a UTC day, and only the offset says when that is here.
 * @param text with hours and minutes at `start`, and `Z` or an offset at its end
 */
export const isLastMinuteOfUtcDay = (text: string, start: number): boolean => {
  const minutes = twoDigits(text, start) * 60 + twoDigits(text, start + 3);
  const zone = text.length - 6;
  const isUtc = text.endsWith('Z') || text.endsWith('z');
  const offset = isUtc ? 0 : twoDigits(text, zone + 1) * 60 + twoDigits(text, zone + 4);
  return (minutes + (text.charAt(zone) === '-' ? offset : -offset) + 2 * 1440) % 1440 === 1439;
};

export const twoDigits = (text: string, at: number): number =>
  text.charCodeAt(at) * 10 + text.charCodeAt(at + 1) - 11 * zero;

const zero = 48;

const isLeapYear = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
