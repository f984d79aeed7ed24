/** What validators need besides plain comparison. Copied as it stands into the generated code; imports nothing. */

/** Formats of the contracts; the names are those of JSON Schema. */
export const formats = {
  /** RFC 3339 with a zone, e.g. `2026-01-31T23:59:59.999Z`. */
  'date-time': (text: string): boolean => {
    const match = dateTimePattern.exec(text);
    if (match === null) return false;
    const [, year, month, day, hour, minute, second, zoneHour, zoneMinute] = match;
    if (!isDay(Number(year), Number(month), Number(day))) return false;
    if (Number(zoneHour ?? 0) > 23 || Number(zoneMinute ?? 0) > 59) return false;
    if (Number(hour) <= 23 && Number(minute) <= 59 && Number(second) <= 59) return true;
    // A leap second is the last second of a UTC day; only the offset says when that is here.
    return Number(second) === 60 && isLastMinuteOfUtcDay(text, Number(hour), Number(minute), zoneHour, zoneMinute);
  },
  /** RFC 3339 full-date, e.g. `2026-01-31`. */
  date: (text: string): boolean => {
    const match = datePattern.exec(text);
    return match !== null && isDay(Number(match[1]), Number(match[2]), Number(match[3]));
  },
  /** An address that mail servers accept: no comments, no quotes, no bare host. */
  email: (text: string): boolean => text.length <= 254 && emailPattern.test(text),
  uuid: (text: string): boolean => uuidPattern.test(text),
  /** An absolute URI (RFC 3986), e.g. `https://example.com/a?b#c`. */
  uri: (text: string): boolean => uriPattern.test(text),
};

/** Length in characters, as JSON Schema counts: a surrogate pair is one. */
export const ucs2length = (text: string): number => {
  let length = text.length;
  for (let index = 0; index < text.length - 1; index += 1) {
    if (isHighSurrogate(text.charCodeAt(index)) && isLowSurrogate(text.charCodeAt(index + 1))) {
      length -= 1;
      index += 1;
    }
  }
  return length;
};

/** Whether two JSON values are the same. */
export const equal = (one: unknown, other: unknown): boolean => {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const members = Object.entries(one);
  const others = new Map<string, unknown>(Object.entries(other));
  return (
    members.length === others.size && members.every(([key, value]) => others.has(key) && equal(value, others.get(key)))
  );
};

const dateTimePattern = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:[Zz]|[+-](\d\d):(\d\d))$/;
const datePattern = /^(\d{4})-(\d\d)-(\d\d)$/;
const emailPattern =
  /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*@(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/i;
const uuidPattern = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;
const uriPattern =
  /^[a-z][a-z\d+.-]*:(?:\/\/(?:(?:[\w.~!$&'()*+,;=:-]|%[\da-f]{2})*@)?(?:\[[\da-f:.]+\]|(?:[\w.~!$&'()*+,;=-]|%[\da-f]{2})*)(?::\d*)?(?:\/(?:[\w.~!$&'()*+,;=:@-]|%[\da-f]{2})*)*|(?!\/\/)(?:[\w.~!$&'()*+,;=:@/-]|%[\da-f]{2})+)(?:\?(?:[\w.~!$&'()*+,;=:@/?-]|%[\da-f]{2})*)?(?:#(?:[\w.~!$&'()*+,;=:@/?-]|%[\da-f]{2})*)?$/i;

const isDay = (year: number, month: number, day: number): boolean =>
  month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);

const daysIn = (year: number, month: number): number => {
  if (month !== 2) return [4, 6, 9, 11].includes(month) ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
};

const isLastMinuteOfUtcDay = (
  text: string,
  hour: number,
  minute: number,
  zoneHour: string | undefined,
  zoneMinute: string | undefined,
): boolean => {
  if (hour > 23 || minute > 59) return false;
  const offset = Number(zoneHour ?? 0) * 60 + Number(zoneMinute ?? 0);
  const isWest = text.at(-6) === '-';
  const minuteOfUtcDay = (hour * 60 + minute + (isWest ? offset : -offset) + 2 * 1440) % 1440;
  return minuteOfUtcDay === 1439;
};

const isHighSurrogate = (unit: number): boolean => unit >= 0xd8_00 && unit <= 0xdb_ff;

const isLowSurrogate = (unit: number): boolean => unit >= 0xdc_00 && unit <= 0xdf_ff;
