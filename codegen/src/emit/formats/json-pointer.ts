/** RFC 6901, e.g. `/orders/0/a~1b`; the empty text is the whole document. */
export const isJsonPointer = (text: string): boolean => pattern.test(text);

const pattern = /^(?:\/(?:[^~/]|~[01])*)*$/;
