/** A host name of RFC 1123, e.g. `db-1.example.com`; one label is enough. */
export const isHostname = (text: string): boolean => text.length <= 253 && pattern.test(text);

const pattern = /^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?)*$/i;
