/** The system as nodes and edges, in as much detail as can be drawn. */
import type { EventNode, ServiceNode, Site, StreamNode } from '../site/site.js';

export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

export type GraphNode = ServiceNode | StreamNode;

export interface GraphEdge {
  readonly from: GraphNode;
  readonly to: GraphNode;
  readonly kind: 'publishes' | 'handles';
  readonly events: readonly EventNode[];
}

/** More than this is no picture any more, only lines. */
const nodesMax = 60;
const edgesMax = 140;

/** @returns streams left out where the whole would be too much; `undefined` where that is too much as well. */
export const systemGraph = ({ services, streams }: Site): Graph | undefined => {
  const edges = merged(services.flatMap(edgesOf));
  const graph = { nodes: [...services, ...streams], edges };
  if (fits(graph)) return graph;
  const direct = { nodes: services, edges: merged(services.flatMap(directEdges)) };
  return fits(direct) ? direct : undefined;
};

/** A service, its streams, and who is on their other side. */
export const graphAround = (service: ServiceNode): Graph | undefined => {
  const streams = new Set([...service.publishes, ...service.handles].map(({ stream }) => stream));
  const near = [...streams].flatMap((stream) => [
    ...(service.handles.some((use) => use.stream === stream) ? stream.publishers : []),
    ...(service.publishes.some((use) => use.stream === stream) ? stream.handlers : []),
  ]);
  const services = new Set([service, ...near.map((use) => use.service)]);
  const wanted = edgesOf(service);
  const others = near.filter((use) => use.service !== service).map(edgeOf);
  const graph = { nodes: [...services, ...streams], edges: merged([...wanted, ...others]) };
  return fits(graph) ? graph : undefined;
};

const fits = ({ nodes, edges }: Graph): boolean =>
  nodes.length > 0 && nodes.length <= nodesMax && edges.length <= edgesMax;

const edgesOf = ({ publishes, handles }: ServiceNode): readonly GraphEdge[] => [...publishes, ...handles].map(edgeOf);

const edgeOf = ({ service, stream, events, operation }: ServiceNode['publishes'][number]): GraphEdge =>
  operation.action === 'send'
    ? { from: service, to: stream, kind: 'publishes', events }
    : { from: stream, to: service, kind: 'handles', events };

/** From who publishes to who handles, without the streams between them. */
const directEdges = (service: ServiceNode): readonly GraphEdge[] =>
  service.handles.flatMap(({ stream, events }) =>
    stream.publishers.map((use): GraphEdge => {
      const published = new Set(use.events);
      return { from: use.service, to: service, kind: 'handles', events: events.filter((one) => published.has(one)) };
    }),
  );

/** One edge from a node to another, however many operations it stands for. */
const merged = (edges: readonly GraphEdge[]): readonly GraphEdge[] => {
  const byEnds = new Map<string, GraphEdge>();
  for (const edge of edges) {
    const ends = `${edge.from.path} ${edge.to.path}`;
    const events = [...new Set([...(byEnds.get(ends)?.events ?? []), ...edge.events])];
    byEnds.set(ends, { ...edge, events });
  }
  return [...byEnds.values()];
};
