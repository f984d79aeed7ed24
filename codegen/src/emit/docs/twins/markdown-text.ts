/** Markdown in which every text of a contract is text: no HTML, no links, no table cells of its own. */
import { encodedPath } from '../html/links.js';

/** Blank lines between what is there. */
export const paragraphs = (parts: readonly (string | undefined)[]): string =>
  `${parts
    .filter((part) => part !== undefined && part.trim() !== '')
    .map((part) => String(part).trim())
    .join('\n\n')}\n`;

export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
  if (rows.length === 0) return 'None.';
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |\n`;
  return `${line(head)}${line(head.map(() => '---'))}${rows.map(line).join('')}`;
};

export const bulletList = (items: readonly (readonly [string, string])[]): string =>
  items
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `- ${name}: ${value}`)
    .join('\n');

export const codeSpan = (text: string): string => {
  const flat = text.replaceAll(/\s+/g, ' ');
  if (flat === '') return '';
  const fence = flat.includes('`') ? '`'.repeat(longestRun(flat) + 1) : '`';
  return flat.includes('`') ? `${fence} ${flat} ${fence}` : `${fence}${flat}${fence}`;
};

export const codeFence = (language: string, text: string): string => {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${language}\n${text.trimEnd()}\n${fence}`;
};

export const markdownLink = (name: string, path: string): string => {
  const target = path.startsWith('../') ? `../${encodedPath(path.slice(3))}` : encodedPath(path);
  return `[${escapedText(name)}](${target.replaceAll('(', '%28').replaceAll(')', '%29')})`;
};

export const escapedText = (text: string): string =>
  text.replaceAll(/[\\`*_[\]<>&|#]/g, (letter) => (letter === '<' ? '&lt;' : letter === '&' ? '&amp;' : `\\${letter}`));

const longestRun = (text: string): number => Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));

const cell = (text: string): string => text.replaceAll(/\s*\n\s*/g, ' ').replaceAll(/(?<!\\)\|/g, '\\|');
