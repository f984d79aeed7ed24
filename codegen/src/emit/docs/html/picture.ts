/** A graph as a picture: one for wide screens with the names of events, one for telephones with their number. */
import type { Graph, GraphNode } from '../graph/graph.js';
import { type Layout, layoutOf, lineHeight, type PlacedEdge, type PlacedNode } from '../graph/layout.js';
import type { ServiceNode } from '../site/site.js';
import type { Links } from './links.js';
import { markup, type Markup } from './markup.js';

export interface Picture {
  /** Drawn with emphasis. */
  readonly own?: ServiceNode;
  readonly label: string;
}

/** Room that the content has on a wide screen; higher pictures nobody sees at once. */
const room = { width: 860, height: 1_100 } as const;
const namesMax = 6;

export const picture = (graph: Graph, { label, own }: Picture, links: Links): Markup => {
  const wide = wideLayout(graph);
  const narrow = layoutOf(graph, { direction: 'TB', namesMax: 0 });
  return markup`<div class="picture" tabindex="0" role="region" aria-label="${label}">
${svg(wide, { name: 'wide', label, own }, links)}${svg(narrow, { name: 'narrow', label, own }, links)}</div>
<p class="legend"><span><i class="box"></i>service</span><span><i class="pill"></i>stream</span><span><i class="line"></i>publishes</span><span><i class="line handles"></i>handles</span></p>
`;
};

/** The first that has room, with the names of events rather than their number; else the smallest: it is made smaller. */
const wideLayout = (graph: Graph): Layout => {
  const layouts: Layout[] = [];
  for (const options of wideOptions) {
    const layout = layoutOf(graph, options);
    if (layout.width <= room.width && layout.height <= room.height) return layout;
    layouts.push(layout);
  }
  const [smallest] = layouts.toSorted((a, b) => a.width - b.width);
  return smallest ?? layoutOf(graph, { direction: 'TB', namesMax: 0 });
};

const wideOptions = [
  { direction: 'LR', namesMax },
  { direction: 'TB', namesMax },
  { direction: 'LR', namesMax: 0 },
  { direction: 'TB', namesMax: 0 },
] as const;

interface Drawing {
  readonly name: 'wide' | 'narrow';
  readonly label: string;
  readonly own: ServiceNode | undefined;
}

const svg = ({ width, height, nodes, edges }: Layout, { name, label, own }: Drawing, links: Links): Markup =>
  markup`<svg class="${name}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="group" aria-label="${label}">
<defs>${arrowHead(name, 'publishes')}${arrowHead(name, 'handles')}</defs>
${edges.map((edge) => edgePath(edge, name))}${nodes.map((node) => nodeBox(node, own, links))}${edges.map((edge) => labelBox(edge, links))}</svg>
`;

const arrowHead = (name: string, kind: string): Markup =>
  markup`<marker id="${name}-${kind}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path class="${kind}" d="M0 0 8 4 0 8z"/></marker>`;

/** A smooth line: straight to the middle between two points, and bent around each. */
const edgePath = ({ edge, points }: PlacedEdge, name: string): Markup | false => {
  const [first, ...rest] = points;
  const last = rest.at(-1);
  if (first === undefined || last === undefined) return false;
  const bends = rest.slice(0, -1).map((point, index) => {
    const next = rest[index + 1] ?? last;
    const isLast = index === rest.length - 2;
    const end = isLast ? last : { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 };
    return `Q${point.x} ${point.y} ${rounded(end.x)} ${rounded(end.y)}`;
  });
  const way = bends.length === 0 ? `L${last.x} ${last.y}` : bends.join('');
  return markup`<path class="edge ${edge.kind}" marker-end="url(#${name}-${edge.kind})" d="M${first.x} ${first.y}${way}"/>\n`;
};

const rounded = (value: number): number => Math.round(value * 10) / 10;

const nodeBox = ({ node, text, x, y, width, height }: PlacedNode, own: GraphNode | undefined, links: Links): Markup => {
  const radius = node.kind === 'service' ? 8 : height / 2;
  return markup`<a href="${links.href(node)}" class="${node.kind}${node === own && ' own'}"><title>${node.kind} ${node.name}</title><rect x="${rounded(x - width / 2)}" y="${rounded(y - height / 2)}" width="${width}" height="${height}" rx="${radius}"/><text x="${x}" y="${rounded(y + 5)}">${text}</text></a>\n`;
};

/** On a ground of its own, so that lines below it do not cross the letters. */
const labelBox = ({ edge, label: { lines, x, y, width, height } }: PlacedEdge, links: Links): Markup => {
  const top = y - height / 2;
  return markup`<g class="label ${edge.kind}"><rect x="${rounded(x - width / 2)}" y="${rounded(top)}" width="${rounded(width)}" height="${height}" rx="6"/>${lines.map((line, index) => markup`<a href="${links.href(line, line.path.startsWith('streams/') ? 'events' : '')}"><text x="${x}" y="${rounded(top + 4 + (index + 0.72) * lineHeight)}">${line.text}</text></a>`)}</g>\n`;
};
