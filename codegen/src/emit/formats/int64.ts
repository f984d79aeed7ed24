/**
 * A whole number that JavaScript can tell from its neighbours: at most 2^53 - 1, not 2^63 - 1. `JSON.parse` rounds larger
 * ones before anybody can look at them, so that what a handler got would not be what was published; refusing them is the
 * only safe answer. Identities and amounts that may grow beyond are texts: `type: string` with a `pattern` of digits.
 */
export const isInt64 = (value: number): boolean => Number.isSafeInteger(value);
