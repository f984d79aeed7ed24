/** ISO 8601 duration as RFC 3339 has it, e.g. `P7D`, `PT36H` or `P2W`. */
export const isDuration = (text: string): boolean => pattern.test(text);

const pattern = /^P(?:\d+W|(?=\d|T\d)(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?)$/;
