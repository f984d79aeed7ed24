/** Regular expressions as people write them, for the flag `u`: there `\\-` or `\\_` outside of a class is an error. */

/** @returns `source`, or the same without needless backslashes; `undefined` if it is no regular expression even so */
export const unicodePattern = (source: string): string | undefined => {
  if (isRegularExpression(source)) return source;
  const plain = withoutNeedlessEscapes(source);
  return isRegularExpression(plain) ? plain : undefined;
};

const withoutNeedlessEscapes = (source: string): string => {
  let isInClass = false;
  return source.replaceAll(/\\[^]|[[\]]/g, (part) => {
    if (part === '[') isInClass = true;
    if (part === ']') isInClass = false;
    if (part.length === 1 || meaningful.test(part) || (isInClass && part === '\\-')) return part;
    return part.slice(1);
  });
};

/** Escapes of the language: classes, control characters, and the characters that have a meaning. */
const meaningful = /^\\[A-Za-z\d^$\\.*+?()[\]{}|/]/;

const isRegularExpression = (source: string): boolean => {
  try {
    return new RegExp(source, 'u') instanceof RegExp;
  } catch {
    return false;
  }
};
