/**
 * Takes known personal texts out of what other programs say: PostgreSQL quotes the value that is not unique, an e-mail server the
 * address that it refuses, a handler whatever it likes.
 */
import { inspect } from 'node:util';
import { redactedMark } from './personal-data.js';

/** Shorter ones are parts of other words too often: they go where they stand as a word. */
const wordLengthMax = 3;
/** Errors may name each other in a circle. */
const causesMax = 8;

/** @returns the text as it was if it holds none of them. Capitals make no difference, nor quoting in SQL, JSON or a URL. */
export const redactText = (text: string, personal: readonly string[]): string => {
  const pattern = patternOf(personal);
  return pattern === undefined ? text : text.replaceAll(pattern, redactedMark);
};

/**
 * @returns the error itself if nothing it says is personal; else its name, code, message, stack and cause without that, as a
 * plain object: a copy of an unknown class could not be trusted to hold nothing else
 */
export const redactError = (error: unknown, personal: readonly string[]): unknown => {
  const pattern = patternOf(personal);
  if (pattern === undefined) return error;
  // Fields as well: the detail of PostgreSQL's error, the parameters of TypeORM's. A logger may print them all.
  const shown = error instanceof Error ? `${error.message}\n${inspect(error, { depth: causesMax })}` : inspect(error);
  return shown.search(pattern) === -1 ? error : replaced(saidBy(error, causesMax), pattern);
};

interface Said {
  readonly name?: string;
  readonly code?: unknown;
  readonly message: string;
  readonly stack?: string;
  readonly cause?: Said;
}

const saidBy = (error: unknown, causesLeft: number): Said => {
  if (!(error instanceof Error)) return { message: typeof error === 'string' ? error : inspect(error) };
  return {
    name: error.name,
    ...('code' in error ? { code: error.code } : {}),
    message: error.message,
    ...(error.stack === undefined ? {} : { stack: error.stack }),
    ...(error.cause === undefined || causesLeft === 0 ? {} : { cause: saidBy(error.cause, causesLeft - 1) }),
  };
};

const replaced = ({ message, stack, cause, ...said }: Said, pattern: RegExp): Said => ({
  ...said,
  message: message.replaceAll(pattern, redactedMark),
  ...(stack === undefined ? {} : { stack: stack.replaceAll(pattern, redactedMark) }),
  ...(cause === undefined ? {} : { cause: replaced(cause, pattern) }),
});

const patternOf = (personal: readonly string[]): RegExp | undefined => {
  const texts = [...new Set(personal.flatMap(waysToWrite))].filter((text) => text.trim() !== '');
  if (texts.length === 0) return undefined;
  // The longest first: an address goes whole, not only the name in it.
  const sorted = texts.toSorted((one, other) => other.length - one.length);
  const parts = sorted.map((text) => {
    const literal = text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
    return text.length > wordLengthMax ? literal : String.raw`(?<![\p{L}\p{N}_])${literal}(?![\p{L}\p{N}_])`;
  });
  return new RegExp(parts.join('|'), 'giu');
};

const waysToWrite = (text: string): readonly string[] => [
  text,
  text.replaceAll("'", "''"),
  JSON.stringify(text).slice(1, -1),
  encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, '\uFFFD')),
];
