/** Places in documents, and regular expressions, as patterns. */

const pointer = String.raw`(?:\/(?:[^~\/]|~[01])*)*`;

export const jsonPointerPattern = `^${pointer}$`;

export const relativeJsonPointerPattern = String.raw`^(?:0|[1-9]\d*)(?:#|${pointer})$`;

/** What has nothing that could be wrong, and what does not begin with what can only stand behind something else. */
export const regexPatterns = {
  inner: String.raw`^[^\\*+?()[\]{}]*$`,
  outer: String.raw`^(?![*+?{})\]])`,
};
