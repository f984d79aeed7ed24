/** Places in documents, and regular expressions, as patterns. */

const pointer = String.raw`(?:\/(?:[^~\/]|~[01])*)*`;

export const jsonPointerPattern = `^${pointer}$`;

export const relativeJsonPointerPattern = String.raw`^(?:0|[1-9]\d*)(?:#|${pointer})$`;

const atom = String.raw`(?:[^\\^$.*+?()[\]{}|]|\.|\\[dDwWsS]|\\[\^$\\.*+?()[\]{}|\/]|\[[A-Za-z\d]+\])`;

/** Characters, dots, escapes and classes, repeated or not, without groups; and what does not begin with what needs a start. */
export const regexPatterns = {
  inner: String.raw`^(?:${atom}(?:[*+?]\??)?|[\^$|]|\\[bB])*$`,
  outer: String.raw`^(?![*+?{})\]])`,
};
