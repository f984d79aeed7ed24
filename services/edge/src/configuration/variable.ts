/** One environment variable: its name, what it is for, and how its text becomes a value. */

export interface Variable<Value> {
  readonly name: string;
  /** Completes "REDIS_URL: …" in the error message. */
  readonly purpose: string;
  /** What is accepted, e.g. `a whole number from 0 to 65535`. */
  readonly want: string;
  readonly example: string;
  /** Absent: the variable is required. */
  readonly defaultValue?: Value;
  /** @returns undefined if the text is not what is wanted */
  readonly parse: (text: string) => Value | undefined;
  /** What is wrong with a text, completing "REDIS_URL …", where that can be said better than by what is wanted. */
  readonly objection?: (text: string) => string | undefined;
  /** How a wrong value is shown. @default as it is */
  readonly show?: (text: string) => string;
}

interface About<Value> {
  readonly purpose: string;
  readonly default?: Value;
}

/** exactOptionalPropertyTypes: an absent default must stay absent. */
const defaultOf = <Value>(about: About<Value>): { defaultValue?: Value } =>
  about.default === undefined ? {} : { defaultValue: about.default };

export const integer = (
  name: string,
  about: About<number> & { readonly min: number; readonly max: number },
): Variable<number> => ({
  name,
  purpose: about.purpose,
  want: `a whole number from ${about.min} to ${about.max}`,
  example: String(about.default ?? about.min),
  ...defaultOf(about),
  parse: (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
    return value >= about.min && value <= about.max ? value : undefined;
  },
});

export const text = (
  name: string,
  about: About<string> & { readonly example: string; readonly pattern?: RegExp; readonly want?: string },
): Variable<string> => ({
  name,
  purpose: about.purpose,
  want: about.want ?? 'a text',
  example: about.example,
  ...defaultOf(about),
  parse: (given) => ((about.pattern ?? /^.*$/s).test(given) ? given : undefined),
});

export const oneOf = <Choice extends string>(
  name: string,
  about: About<Choice> & { readonly choices: readonly Choice[] },
): Variable<Choice> => ({
  name,
  purpose: about.purpose,
  want: `one of ${about.choices.join(', ')}`,
  example: about.default ?? about.choices[0] ?? '',
  ...defaultOf(about),
  parse: (given) => about.choices.find((choice) => choice === given),
});

/** @param about.protocols – e.g. `['postgres:', 'postgresql:']` */
export const url = (
  name: string,
  about: About<string> & { readonly protocols: readonly string[]; readonly example: string },
): Variable<string> => ({
  name,
  purpose: about.purpose,
  want: `a URL that begins with ${about.protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
  example: about.example,
  ...defaultOf(about),
  parse: (given) => {
    const parsed = URL.canParse(given) ? new URL(given) : undefined;
    return parsed && about.protocols.includes(parsed.protocol) && parsed.hostname !== '' ? given : undefined;
  },
  show: withoutPassword,
});

/** URLs carry passwords: what cannot be taken apart is not shown at all. */
const withoutPassword = (given: string): string => {
  if (!given.includes('@')) return given;
  if (!URL.canParse(given)) return '(hidden: it may hold a password)';
  const parsed = new URL(given);
  if (parsed.password !== '') parsed.password = '***';
  return parsed.password === '' && parsed.username === '' ? '(hidden: it may hold a password)' : parsed.href;
};
