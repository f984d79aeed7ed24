/** A number of levels to go up, and where to go from there: `0`, `1/name` or `2#`. */
export const isRelativeJsonPointer = (text: string): boolean => pattern.test(text);

const pattern = /^(?:0|[1-9]\d*)(?:#|(?:\/(?:[^~/]|~[01])*)*)$/;
