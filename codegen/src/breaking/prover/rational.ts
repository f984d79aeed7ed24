/** Exact numbers. A JSON number is the decimal that is written: 0.1 is one tenth here, not the nearest double. */
export interface Rational {
  readonly numerator: bigint;
  /** Above zero, without a common divisor. */
  readonly denominator: bigint;
}

export const rational = (numerator: bigint, denominator = 1n): Rational => {
  const sign = denominator < 0n ? -1n : 1n;
  const divisor = commonDivisor(numerator < 0n ? -numerator : numerator, denominator * sign) || 1n;
  return { numerator: (sign * numerator) / divisor, denominator: (sign * denominator) / divisor };
};

/** @param value finite */
export const fromNumber = (value: number): Rational => {
  const [digits = '0', exponent = '0'] = String(value).split('e');
  const [whole = '0', fraction = ''] = digits.split('.');
  const power = Number(exponent) - fraction.length;
  const integer = BigInt(whole + fraction);
  return power >= 0 ? rational(integer * 10n ** BigInt(power)) : rational(integer, 10n ** BigInt(-power));
};

/** The nearest double. */
export const toNumber = ({ numerator, denominator }: Rational): number => {
  const whole = numerator / denominator;
  const rest = numerator % denominator;
  if (rest === 0n) return Number(whole);
  const negative = numerator < 0n;
  // Twenty digits behind the point of the first that is not zero are more than a double keeps.
  const size = denominator.toString().length - (rest < 0n ? -rest : rest).toString().length + 25;
  const fraction = (((rest < 0n ? -rest : rest) * 10n ** BigInt(size)) / denominator).toString().padStart(size, '0');
  const integer = (whole < 0n ? -whole : whole).toString();
  return Number(`${negative ? '-' : ''}${integer}.${fraction}`);
};

export const compare = (one: Rational, other: Rational): number => {
  const difference = one.numerator * other.denominator - other.numerator * one.denominator;
  if (difference === 0n) return 0;
  return difference < 0n ? -1 : 1;
};

export const times = ({ numerator, denominator }: Rational, factor: bigint): Rational =>
  rational(numerator * factor, denominator);

export const quotient = (one: Rational, other: Rational): Rational =>
  rational(one.numerator * other.denominator, one.denominator * other.numerator);

export const isWhole = ({ denominator }: Rational): boolean => denominator === 1n;

/** The largest integer that is not above it. */
export const floor = ({ numerator, denominator }: Rational): bigint => {
  const whole = numerator / denominator;
  return numerator < 0n && whole * denominator !== numerator ? whole - 1n : whole;
};

export const ceiling = (value: Rational): bigint => -floor(rational(-value.numerator, value.denominator));

/** The smallest number above zero that is a multiple of both. @param one above zero @param other above zero */
export const commonMultiple = (one: Rational, other: Rational): Rational => {
  const left = one.numerator * other.denominator;
  const right = other.numerator * one.denominator;
  return rational((left / commonDivisor(left, right)) * right, one.denominator * other.denominator);
};

const commonDivisor = (one: bigint, other: bigint): bigint => (other === 0n ? one : commonDivisor(other, one % other));
