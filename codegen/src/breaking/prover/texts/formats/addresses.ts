/** Addresses of hosts, people and resources, as patterns with the flag `u` and without `i`, which the functions have. */

const label = String.raw`[A-Za-z\d](?:[A-Za-z\d-]{0,61}[A-Za-z\d])?`;

export const hostnamePattern = String.raw`^${label}(?:\.${label})*$`;

const atom = "[\\w!#$%&'*+\\/=?^`{\\|}~\\-]+";

export const emailPattern = String.raw`^${atom}(?:\.${atom})*@(?:${label}\.)+${label}$`;

const byte = String.raw`(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)`;
const ipv4 = String.raw`(?:${byte}\.){3}${byte}`;

export const ipv4Pattern = `^${ipv4}$`;

const group = String.raw`[\dA-Fa-f]{1,4}`;

/** Eight groups, of which the last two may be written as IPv4. */
const allGroups = `(?:${group}:){6}(?:${group}:${group}|${ipv4})`;

/** At most seven groups around `::`; IPv4 can only be at the end. */
const fewerGroups = Array.from({ length: 8 }, (_, before) => {
  const head = before === 0 ? '' : `${group}(?::${group}){${before - 1}}`;
  const after = 7 - before;
  const hexadecimal = after === 0 ? [] : [`(?:${group}:){0,${after - 1}}${group}`];
  const decimal = after < 2 ? [] : [`(?:${group}:){0,${after - 2}}${ipv4}`];
  return `${head}::(?:${['', ...hexadecimal, ...decimal].join('|')})`;
});

const ipv6 = `(?:${[allGroups, ...fewerGroups].join('|')})`;

export const ipv6Pattern = `^${ipv6}$`;

const escaped = String.raw`%[\dA-Fa-f]{2}`;
const character = (others: string): string => String.raw`(?:[\w.~!$&'()*+,;=${others}\-]|${escaped})`;

/** In brackets nothing but an address of IPv6 counts, and brackets are nowhere else. */
const authority = String.raw`(?:${character(':')}*@)?(?:\[${ipv6}\]|${character('')}*)(?::\d*)?(?:\/${character(':@')}*)*`;
const tail = String.raw`(?:\?${character(':@\\/?')}*)?(?:#${character(':@\\/?')}*)?`;

const absolute = String.raw`[A-Za-z][A-Za-z\d+.\-]*:(?:\/\/${authority}|(?!\/\/)${character(':@\\/')}+)${tail}`;
const relative = String.raw`(?:\/\/${authority}|\/(?!\/)${character(':@\\/')}*|${character('@')}+(?:\/${character(':@')}*)*)?${tail}`;

export const uriPattern = `^${absolute}$`;

export const uriReferencePattern = `^(?:${absolute}|${relative})$`;

/** With the flags `i` and `u`, `\w` has two letters more: the long s and the sign of Kelvin. */
const nameCharacter = String.raw`(?:[\w\u017f\u212a]|${escaped})`;
const variable = String.raw`${nameCharacter}(?:\.?${nameCharacter})*(?::[1-9]\d{0,3}|\*)?`;

export const uriTemplatePattern = String.raw`^(?:[^\p{Cc} "'%<>\\^${'`'}{\|}]|${escaped}|\{[+#.\/;?&=,!@\|]?${variable}(?:,${variable})*\})*$`;

export const uuidPattern = String.raw`^[\dA-Fa-f]{8}-[\dA-Fa-f]{4}-[\dA-Fa-f]{4}-[\dA-Fa-f]{4}-[\dA-Fa-f]{12}$`;
