/** Where the nodes and edges of a graph stand, by dagre. The same graph gives the same places. */
import { Graph as DagreGraph, layout } from '@dagrejs/dagre';
import type { Graph, GraphEdge, GraphNode } from './graph.js';
import { textWidth } from './text-width.js';

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

export interface Box {
  /** Of the middle. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedNode extends Box {
  readonly node: GraphNode;
  /** The name, cut if it is too long for a box. */
  readonly text: string;
}

export interface PlacedEdge {
  readonly edge: GraphEdge;
  readonly points: readonly { readonly x: number; readonly y: number }[];
  readonly label: Box & { readonly lines: readonly LabelLine[] };
}

/** A line of an edge's label: one event, or how many there are. */
export interface LabelLine {
  readonly text: string;
  readonly path: string;
}

export interface LayoutOptions {
  readonly direction: 'LR' | 'TB';
  /** Events named on an edge, at most; 0 says how many there are instead. */
  readonly namesMax: number;
}

export const lineHeight = 17;
const nodeHeight = 40;
const nameWidthMax = 190;
const labelWidthMax = 200;

export const layoutOf = ({ nodes, edges }: Graph, { direction, namesMax }: LayoutOptions): Layout => {
  // Its own types lead to a package that TypeScript cannot resolve, and are all `any`.
  const graph = new DagreGraph({ multigraph: true }) as unknown as Dagre;
  graph.setGraph({
    rankdir: direction,
    nodesep: 28,
    edgesep: 16,
    ranksep: direction === 'LR' ? 34 : 26,
    marginx: 3,
    marginy: 3,
  });
  const placed = new Map(nodes.map((node) => [node.path, { node, ...nodeBox(node) }]));
  for (const [id, { width, height }] of placed) graph.setNode(id, { width, height });
  const labels = edges.map((edge) => {
    const lines = labelLines(edge, namesMax);
    const width = Math.max(...lines.map(({ text }) => textWidth(text, labelFont))) + 14;
    return { lines, width, height: lines.length * lineHeight + 8, labelpos: 'c' };
  });
  for (const [index, edge] of edges.entries()) {
    const { width, height } = labels[index] ?? { width: 0, height: 0 };
    graph.setEdge(edge.from.path, edge.to.path, { width, height, labelpos: 'c' }, String(index));
  }
  (layout as (graph: Dagre) => void)(graph);
  const size = graph.graph();
  return {
    width: Math.ceil(number(size.width)),
    height: Math.ceil(number(size.height)),
    nodes: [...placed].map(([id, { node, text, width, height }]) => {
      const { x, y } = graph.node(id);
      return { node, text, width, height, x: number(x), y: number(y) };
    }),
    edges: edges.map((edge, index) => {
      const { points, x, y } = graph.edge(edge.from.path, edge.to.path, String(index));
      const { lines, width, height } = labels[index] ?? { lines: [], width: 0, height: 0 };
      return {
        edge,
        points: points.map((point) => ({ x: number(point.x), y: number(point.y) })),
        label: { lines, width, height, x: number(x), y: number(y) },
      };
    }),
  };
};

/** What is used of dagre's graph. Sizes and places are there once it is laid out. */
interface Dagre {
  setGraph(options: object): void;
  setNode(id: string, size: { readonly width: number; readonly height: number }): void;
  setEdge(from: string, to: string, label: object, name: string): void;
  graph(): { readonly width?: number; readonly height?: number };
  node(id: string): { readonly x?: number; readonly y?: number };
  edge(
    from: string,
    to: string,
    name: string,
  ): {
    readonly points: readonly { readonly x: number; readonly y: number }[];
    readonly x?: number;
    readonly y?: number;
  };
}

/** A tenth of a pixel is exact enough, and the pages stay small. */
const number = (value: number | undefined): number => Math.round((value ?? 0) * 10) / 10;

const nodeFont = { size: 14, isCode: false } as const;
const labelFont = { size: 11, isCode: true } as const;

const nodeBox = ({ name }: GraphNode): { text: string; width: number; height: number } => {
  const text = cut(name, nameWidthMax, nodeFont);
  return { text, width: Math.ceil(textWidth(text, nodeFont)) + 34, height: nodeHeight };
};

const labelLines = ({ events, to, from, kind }: GraphEdge, namesMax: number): readonly LabelLine[] => {
  const stream = kind === 'publishes' ? to : from;
  const count = { text: `${events.length} event${events.length === 1 ? '' : 's'}`, path: stream.path };
  if (namesMax === 0 || events.length === 0) return [count];
  const shown = events.slice(0, events.length > namesMax ? namesMax - 1 : namesMax);
  const lines = shown.map(({ name, path }) => ({ text: cut(name, labelWidthMax, labelFont), path }));
  const more = events.length - shown.length;
  return more === 0 ? lines : [...lines, { text: `and ${more} more`, path: stream.path }];
};

const cut = (text: string, width: number, font: { size: number; isCode: boolean }): string => {
  if (textWidth(text, font) <= width) return text;
  let letters = Array.from(text);
  while (letters.length > 1 && textWidth(`${letters.join('')}…`, font) > width) letters = letters.slice(0, -1);
  return `${letters.join('')}…`;
};
