/** RFC 6570, e.g. `/orders/{orderId}{?page,size}`. */
export const isUriTemplate = (text: string): boolean => pattern.test(text);

/** Anything a URI may hold, and expressions in braces: an operator, then names with `*` or a length behind them. */
const pattern =
  /^(?:[^\p{Cc} "'%<>\\^`{|}]|%[\da-f]{2}|\{[+#./;?&=,!@|]?(?:\w|%[\da-f]{2})(?:\.?(?:\w|%[\da-f]{2}))*(?::[1-9]\d{0,3}|\*)?(?:,(?:\w|%[\da-f]{2})(?:\.?(?:\w|%[\da-f]{2}))*(?::[1-9]\d{0,3}|\*)?)*\})*$/iu;
