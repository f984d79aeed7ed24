/** RFC 9562, of every version, e.g. `0198b6f0-5a3c-7c51-9d0e-6f6a1c2b3d4e`. */
export const isUuid = (text: string): boolean => pattern.test(text);

const pattern = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;
