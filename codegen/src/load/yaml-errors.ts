/**
 * What the yaml library says of a syntax error, in words for people who know what they wanted to write and not how YAML is
 * parsed: what is wrong, and what to write.
 */
import type { YAMLParseError } from 'yaml';

export interface YamlProblem {
  /** Where the cause is, which is often before the place where the parser gave up. */
  readonly offset: number;
  readonly message: string;
  readonly fix: string;
}

/** A syntax error makes the parser stumble over lines that are right: only the first one is told. */
export const yamlProblems = (errors: readonly YAMLParseError[], text: string): readonly YamlProblem[] =>
  errors.slice(0, 1).map((error) => problemOf(error, text));

const problemOf = ({ code, message: told, pos }: YAMLParseError, text: string): YamlProblem => {
  const [offset] = pos;
  const line = lineAt(text, offset);
  if (told.includes('call stack')) {
    const message = 'Brackets are nested too deeply from here on to be read.';
    return { offset, message, fix: 'give the inner objects names, and refer to them with $ref' };
  }
  if (code === 'TAB_AS_INDENT') {
    return {
      offset,
      message: 'This line is indented with a tab; YAML takes only spaces.',
      fix: 'write spaces instead',
    };
  }
  if (code === 'BAD_INDENT' || code === 'MISSING_CHAR' || code === 'UNEXPECTED_TOKEN') {
    const unclosed = unclosedAt(text, offset, told);
    if (unclosed !== undefined) return unclosed;
  }
  if (code === 'MULTILINE_IMPLICIT_KEY' || (code === 'MISSING_CHAR' && /implicit map key/i.test(told))) {
    const withoutSpace = /^\s*(?:- )?([\w$-]+):(\S.*)$/.exec(line);
    if (withoutSpace !== null && !withoutSpace[2]?.startsWith('//')) {
      const [, key = '', value = ''] = withoutSpace;
      return { offset, message: `There is no space behind the colon of "${key}".`, fix: `write ${key}: ${value}` };
    }
    const [word = ''] = line.trim().split(/\s/, 1);
    return {
      offset,
      message: `This line is no "key: value": there is no colon behind "${word}".`,
      fix: `write ${word}: …`,
    };
  }
  if (code === 'BLOCK_AS_IMPLICIT_KEY') {
    const message = 'This text has a colon and a space in it, which begin a value inside a value.';
    return { offset, message, fix: 'put the text in quotes' };
  }
  if (code === 'BAD_SCALAR_START') {
    const message = `A text cannot begin with ${text[offset] ?? 'this character'} unless it is in quotes.`;
    return { offset, message, fix: 'put the text in quotes' };
  }
  if (code === 'BAD_INDENT') {
    const message = 'This line is indented differently from the keys that it belongs with.';
    return {
      offset: offset + (/^ */.exec(text.slice(offset))?.[0].length ?? 0),
      message,
      fix: 'begin the lines of one object in one column',
    };
  }
  if (told.startsWith('Missing , between')) {
    return { offset, message: 'A comma is missing before this.', fix: 'separate entries in brackets by commas' };
  }
  return {
    offset,
    message: `This is no YAML: ${told.replace(/\.?$/, '.')}`,
    fix: 'YAML cannot be read from here on: the cause is on this line or the one before',
  };
};

const closings: Readonly<Record<string, string>> = { '[': ']', '{': '}' };

/** What was opened before `offset` and never closed, where it was opened: the parser notices lines later. */
const unclosedAt = (text: string, offset: number, message: string): YamlProblem | undefined => {
  const quote = /Missing closing (["'])/.exec(message)?.[1];
  if (quote !== undefined) {
    const opened = openedQuote(text.slice(0, offset), quote);
    return {
      offset: opened,
      message: `The quote ${quote} that opens here is never closed.`,
      fix: `end the text with ${quote}`,
    };
  }
  if (!/^Flow (sequence|map)/.test(message)) return undefined;
  const opening = message.startsWith('Flow map') ? '{' : '[';
  const opened = text.lastIndexOf(opening, offset);
  if (opened === -1) return undefined;
  const closing = closings[opening] ?? '';
  return { offset: opened, message: `The ${opening} that opens here is not closed.`, fix: `close it with ${closing}` };
};

/** The first line with an odd number of the quote is where it was opened, apostrophes inside words left out. */
const openedQuote = (text: string, quote: string): number => {
  const pattern = new RegExp(String.raw`(?:^|[:\-,[{]\s*)${quote}(?!.*${quote}\s*(?:[,\]}#]|$))`, 'gm');
  const found = [...text.matchAll(pattern)].at(-1);
  return found === undefined ? Math.max(0, text.lastIndexOf(quote)) : found.index + found[0].length - 1;
};

const lineAt = (text: string, offset: number): string => {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  return text.slice(start, end === -1 ? undefined : end).trimEnd();
};
