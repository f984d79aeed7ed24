/** Code and JSON with their strings, words and comments in colour. */
import { markup, type Markup } from './markup.js';

/** A block that can be scrolled with the keyboard; the script of the pages adds a button that copies it. */
export const codeBlock = (text: string, language: 'ts' | 'json' | 'mermaid'): Markup =>
  markup`<pre class="code" tabindex="0" data-copy><code>${language === 'mermaid' ? text : coloured(text.trimEnd())}</code></pre>\n`;

const token =
  /(?<comment>\/\/[^\n]*|\/\*[^]*?\*\/)|(?<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')(?<key>\s*:)?|(?<word>\b(?:import|type|from|export|const|class|implements|async|await|return|new|true|false|null)\b)|(?<number>(?<![\w.])-?\d[\d_.]*(?:e[+-]?\d+)?\b)/gi;

const coloured = (text: string): Markup => {
  const parts: Markup[] = [];
  let from = 0;
  for (const match of text.matchAll(token)) {
    const [whole] = match;
    parts.push(markup`${text.slice(from, match.index)}${tokenOf(whole, match.groups ?? {})}`);
    from = match.index + whole.length;
  }
  return markup`${parts}${text.slice(from)}`;
};

const tokenOf = (whole: string, groups: Readonly<Record<string, string | undefined>>): Markup => {
  const { string, key } = groups;
  if (string !== undefined && key !== undefined) return markup`<span class="k">${string}</span>${key}`;
  if (string !== undefined) return markup`<span class="s">${string}</span>`;
  if (groups['comment'] !== undefined) return markup`<span class="c">${whole}</span>`;
  return groups['word'] === undefined
    ? markup`<span class="n">${whole}</span>`
    : markup`<span class="w">${whole}</span>`;
};
