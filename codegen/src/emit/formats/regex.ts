/** A regular expression of ECMAScript with the flag `u`, which is how `pattern` is read, too. */
export const isRegex = (text: string): boolean => {
  try {
    return new RegExp(text, 'u') instanceof RegExp;
  } catch {
    return false;
  }
};
