/** A folded function as text, to be formatted: without needless brackets, and its texts in one piece. */
import type { Block, Statement } from './blocks.js';
import { conditionOf } from './condition.js';

export const printed = ({ head, body }: Block): string =>
  `${headText(head)} {\n${body.map(statementText).join('\n')}\n}`;

const statementText = (statement: Statement): string =>
  typeof statement === 'string'
    ? withMergedTexts(statement.replace(/^let (?=data\d+ = )/, 'const '))
    : printed(statement);

const headText = (head: string): string => {
  const [, start, condition] = /^((?:else )?if)\((.*)\)$/s.exec(head) ?? [];
  if (start === undefined || condition === undefined) return head;
  const { parts, operator } = conditionOf(condition);
  return `${start} (${withMergedTexts(parts.join(` ${operator} `))})`;
};

/** ajv adds texts up that it knows already. */
const withMergedTexts = (code: string): string => {
  if (!code.includes('+')) return code;
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
