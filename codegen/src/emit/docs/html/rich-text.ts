/** Descriptions, which AsyncAPI writes in Markdown, as HTML: the part of Markdown that people use in them. */
import { markup, type Markup } from './markup.js';

/** Blocks: paragraphs, lists and code. HTML in the text is shown as text. */
export const richText = (text: string | undefined, className = ''): Markup | undefined => {
  if (text === undefined || text.trim() === '') return undefined;
  const blocks = cutOff(text.trim())
    .split(/(^```[^\n]*\n[^]*?^```[ \t]*$)/m)
    .flatMap((part) => (part.startsWith('```') ? [codeBlock(part)] : part.split(/\n\s*\n/).map(block)));
  return markup`<div class="text${className !== '' && ` ${className}`}">${blocks}</div>`;
};

/** Inside a line: code, strong, emphasis and links. */
export const inlineText = (text: string): Markup => {
  const parts: Markup[] = [];
  let from = 0;
  for (const match of text.matchAll(inline)) {
    parts.push(markup`${text.slice(from, match.index)}`, inlineOf(match));
    from = match.index + match[0].length;
  }
  return markup`${parts}${text.slice(from)}`;
};

/** No page grows past its limit because of one description. */
const lettersMax = 20_000;

const cutOff = (text: string): string => (text.length > lettersMax ? `${text.slice(0, lettersMax)} …` : text);

/** Each alternative has a bounded length: descriptions are not ours, and nobody waits for a regular expression. */
const inline =
  /`([^`\n]{1,300})`|\*\*([^*\n]{1,300})\*\*|(?<![\w*])\*([^*\s][^*\n]{0,300})\*(?!\w)|\[([^\]\n]{1,300})\]\((https?:\/\/[^\s()<>"]{1,500})\)/g;

const inlineOf = ([whole, code, strong, emphasis, label, target]: RegExpExecArray): Markup => {
  if (code !== undefined) return markup`<code>${code}</code>`;
  if (strong !== undefined) return markup`<strong>${strong}</strong>`;
  if (emphasis !== undefined) return markup`<em>${emphasis}</em>`;
  if (label !== undefined && target !== undefined) {
    return markup`<a href="${target}" rel="noopener noreferrer">${label}</a>`;
  }
  return markup`${whole}`;
};

const codeBlock = (fenced: string): Markup =>
  markup`<pre tabindex="0"><code>${fenced.replace(/^```[^\n]*\n/, '').replace(/\n?```[ \t]*$/, '')}</code></pre>`;

const block = (text: string): Markup | false => {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length === 0) return false;
  const items = lines.filter((line) => listItem.test(line));
  if (items.length === lines.length) {
    return markup`<ul>${lines.map((line) => markup`<li>${inlineText(line.replace(listItem, ''))}</li>`)}</ul>`;
  }
  return markup`<p>${inlineText(text.trim().replaceAll(/^#{1,6}\s+/gm, ''))}</p>`;
};

const listItem = /^\s{0,6}(?:[-*+]|\d{1,3}[.)])\s+/;
