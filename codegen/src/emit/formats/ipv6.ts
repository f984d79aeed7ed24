import { isIpv4 } from './ipv4.js';

/** RFC 4291, e.g. `2001:db8::1` or `::ffff:192.0.2.1`; no zone. */
export const isIpv6 = (text: string): boolean => {
  if (text.length > lengthMax || !text.includes(':')) return false;
  const [head = '', tail, ...more] = text.split('::');
  if (more.length > 0) return false;
  const groups = [...groupsOf(head), ...groupsOf(tail ?? '')];
  const last = groups.at(-1) ?? '';
  const hasIpv4 = last.includes('.');
  // The four numbers stand for two groups, at the end of the address.
  const isComplete = tail !== '' || !hasIpv4;
  if (hasIpv4 && !(isComplete && isIpv4(last))) return false;
  const count = groups.length + (hasIpv4 ? 1 : 0);
  return (
    (tail === undefined ? count === 8 : count <= 7) &&
    groups.every((group, index) => hexadecimal.test(group) || (hasIpv4 && index === groups.length - 1))
  );
};

/** Of the longest way to write one. */
const lengthMax = 45;

const hexadecimal = /^[\da-f]{1,4}$/i;

const groupsOf = (text: string): readonly string[] => (text === '' ? [] : text.split(':'));
