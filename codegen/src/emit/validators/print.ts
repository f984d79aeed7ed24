/** A folded function as text, formatted much as prettier would, in a hundredth of its time. */
import type { Block, Statement } from './blocks.js';
import { mapCode } from './code-text.js';
import { conditionOf } from './condition.js';

const printWidth = 120;

export const printed = (block: Block): string => blockLines(block, '').join('\n');

const blockLines = ({ head, body }: Block, indent: string): string[] => [
  ...headLines(head, indent),
  ...body.flatMap((statement, index) => statementLines(statement, `${indent}  `, body[index + 1])),
  `${indent}}`,
];

const statementLines = (statement: Statement, indent: string, next: Statement | undefined): string[] => {
  if (typeof statement === 'string') return lineOf(statement, indent);
  const lines = blockLines(statement, indent);
  // `} else {` stands on one line, which the block that follows writes.
  const hasElse = typeof next === 'object' && next.head.startsWith('else');
  return hasElse ? lines.slice(0, -1) : lines;
};

const headLines = (head: string, indent: string): string[] => {
  const [, start = '', condition] = /^((?:else )?if)\((.*)\)$/s.exec(head) ?? [];
  const before = head.startsWith('else') ? `${indent}} ` : indent;
  if (condition === undefined) return [`${before}${tidy(loopHead(head))} {`];
  const { parts, operator } = conditionOf(condition);
  const texts = parts.map(tidy);
  const line = `${before}${start} (${texts.join(` ${operator} `)}) {`;
  if (line.length <= printWidth) return [line];
  const [only = '', ...more] = parts;
  if (more.length > 0) return [`${before}${start} (`, ...chain(texts, operator, `${indent}  `), `${indent}) {`];
  if (!only.startsWith('!(')) return [line];
  const negated = conditionOf(only.slice(1));
  const inner = chain(negated.parts.map(tidy), negated.operator, `${indent}    `);
  return [`${before}${start} (`, `${indent}  !(`, ...inner, `${indent}  )`, `${indent}) {`];
};

const chain = (texts: readonly string[], operator: string, indent: string): readonly string[] =>
  texts.map((text, index) => `${indent}${text}${index === texts.length - 1 ? '' : ` ${operator}`}`);

const loopHead = (head: string): string =>
  head
    .replace(/^for\(/, 'for (')
    .replace(/^for \(let (\w+)=(\w+); (\w+)<(\w+);/, 'for (let $1 = $2; $3 < $4;')
    .replace(/^for \(;/, 'for (; ')
    .replace(/;\)$/, '; )');

const lineOf = (line: string, indent: string): string[] => {
  const marked = indent + tidyMarked(line.replace(/^let (?=data\d+ = )/, 'const '));
  const text = marked.replaceAll(mark, ' ');
  const [, start = '', open = '', error = '', close = ''] =
    /^(.*?)( = \[|\.push\()(\{.*\})(\]|\));$/s.exec(marked) ?? [];
  if (text.length <= printWidth || start === '') return [text];
  const isList = open === ' = [';
  const inner = `${indent}  ${error.replaceAll(mark, ' ')},`;
  if (isList && inner.length <= printWidth) return [`${start}${open}`, inner, `${indent}];`];
  const members = error.slice('{ '.length, -' }'.length).split(mark);
  const deeper = isList ? `${indent}  ` : indent;
  const lines = members.map((member) => `${deeper}  ${member.replace(/,$/, '')},`);
  return isList
    ? [`${start}${open}`, `${deeper}{`, ...lines, `${deeper}},`, `${indent}${close};`]
    : [`${start}${open}{`, ...lines, `${indent}}${close};`];
};

/** Stands where the object of an error may be broken into lines. */
const mark = '\n';

/** Code as it stands on one line. */
export const tidy = (code: string): string => tidyMarked(code).replaceAll(mark, ' ');

const tidyMarked = (code: string): string =>
  /["+{,:]/.test(code) ? mapCode(mergedTexts(code), spaced, singleQuoted) : code;

/** Texts that ajv adds up, as one. */
const mergedTexts = (code: string): string => {
  const pieces = code.split(/("(?:[^"\\]|\\.)*")/);
  const merged: string[] = [];
  for (let at = 0; at < pieces.length; at += 1) {
    const piece = pieces[at] ?? '';
    const next = pieces[at + 1];
    const isBetween = at % 2 === 0 && at > 0 && next !== undefined && /^\s*\+\s*$/.test(piece);
    if (isBetween) {
      merged.push(`${merged.pop()?.slice(0, -1) ?? ''}${next.slice(1)}`);
      at += 1;
    } else merged.push(piece);
  }
  return merged.join('');
};

/** The objects of errors are the only code that ajv writes without spaces. */
const spaced = (between: string): string =>
  between
    .replaceAll(/\{instancePath:/g, '{ instancePath: ')
    .replaceAll(/,(keyword|params|message):/g, `,${mark}$1: `)
    .replaceAll(/(?<=params: )\{(?=\w)/g, '{ ')
    .replaceAll(/(?<=^|[\w\]])\}(?=,\nmessage: )/g, ' }')
    .replaceAll(/(?<=^|\w)\}(?=[\])])/g, ' }')
    .replaceAll(/^,$/g, ', ')
    .replaceAll(/(?<=^|[\w\]}]),(?=[\w{["]|$)/g, ', ')
    .replaceAll(/^:(?=[\w[{]|$)/g, ': ')
    .replaceAll(/(?<![+ ]|\de)\+(?!\+)/g, ' +')
    .replaceAll(/(?<!\+|\de)\+(?![+ ])/g, '+ ');

/** As prettier does: single quotes, unless that needs more backslashes. */
const singleQuoted = (quoted: string): string =>
  quoted.includes("'") ? quoted : `'${quoted.slice(1, -1).replaceAll('\\"', '"')}'`;
