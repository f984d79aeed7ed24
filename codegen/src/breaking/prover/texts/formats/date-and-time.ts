/** Days, times and spans of time, as patterns. */

const leapYear = (): string => {
  const fourth = '(?:0[48]|[2468][048]|[13579][26])';
  return String.raw`(?:\d\d${fourth}|(?:00|${fourth})00)`;
};

/** The days that there are: all months have 28, and then as many as it has. */
const day = String.raw`(?:\d{4}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)|${leapYear()}-02-29)`;

const fraction = String.raw`(?:\.\d+)?`;
const offset = String.raw`[+-](?:[01]\d|2[0-3]):[0-5]\d`;
const minute = String.raw`(?:[01]\d|2[0-3]):[0-5]\d`;

const time = String.raw`${minute}:[0-5]\d${fraction}(?:[Zz]|${offset})`;

const leapSecondOfUtc = `23:59:60${fraction}[Zz]`;

/** It is the last second of a day in UTC, so that the offset says when that is: two thousand pairs, of which some will do. */
const leapSecondElsewhere = {
  some: [
    '23:59:60@-00:00',
    '23:59:60@+00:00',
    '00:59:60@+01:00',
    '01:59:60@+02:00',
    '18:59:60@-05:00',
    '15:59:60@-08:00',
  ]
    .map((one) => one.replace('@', fraction).replace('+0', String.raw`\+0`))
    .join('|'),
  more: `${minute}:60${fraction}${offset}`,
};

const inner = `(?:${time}|${leapSecondOfUtc}|${leapSecondElsewhere.some})`;
const outer = `(?:${time}|${leapSecondOfUtc}|${leapSecondElsewhere.more})`;

export const datePattern = `^${day}$`;

export const timePatterns = { inner: `^${inner}$`, outer: `^${outer}$` };

export const dateTimePatterns = { inner: `^${day}[Tt]${inner}$`, outer: `^${day}[Tt]${outer}$` };

/** As the function has it. */
export const durationPattern = String.raw`^P(?:\d+W|(?=\d|T\d)(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?)$`;
