/** A graph as mermaid text, which GitHub draws in a README. */
import type { Graph, GraphEdge, GraphNode } from './graph.js';

/** More names than this make a label that hides the picture. */
const namesMax = 6;

export const mermaidText = ({ nodes, edges }: Graph): string => {
  const ids = new Map(nodes.map((node, index) => [node, `n${index + 1}`]));
  const line = ({ from, to, events }: GraphEdge): string =>
    `  ${ids.get(from)} -->|"${labelText(events.map(({ name }) => name))}"| ${ids.get(to)}\n`;
  return `flowchart LR\n${nodes.map((node) => `  ${ids.get(node)}${shape(node)}\n`).join('')}${edges.map(line).join('')}`;
};

const shape = ({ kind, name }: GraphNode): string =>
  kind === 'service' ? `["${escaped(name)}"]` : `(["${escaped(name)}"])`;

const labelText = (names: readonly string[]): string => {
  const shown = names.slice(0, namesMax).map(escaped);
  return (names.length > namesMax ? [...shown, `and ${names.length - namesMax} more`] : shown).join('<br>');
};

/** Mermaid knows no other escape inside quotes than the number of a letter. */
const escaped = (text: string): string =>
  text.replaceAll(/[^\p{L}\p{N} ._/,:+*-]/gu, (letter) => `#${letter.codePointAt(0)};`);
