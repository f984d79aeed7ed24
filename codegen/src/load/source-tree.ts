/** Small questions to source nodes. */
import type { JsonValue, MapEntry, MapNode, SourceNode } from '../model/source.js';

export const entryOf = (node: SourceNode | undefined, key: string): MapEntry | undefined => {
  if (node?.kind !== 'map') return undefined;
  return node.entries.length > searchedMax ? indexOf(node).get(key) : node.entries.find((entry) => entry.key === key);
};

/** Longer maps get an index when they are first asked: each of 6,000 messages is found among 6,000. */
const searchedMax = 16;

const indexes = new WeakMap<MapNode, ReadonlyMap<string, MapEntry>>();

const indexOf = (node: MapNode): ReadonlyMap<string, MapEntry> => {
  const known = indexes.get(node) ?? new Map(node.entries.map((entry) => [entry.key, entry]));
  indexes.set(node, known);
  return known;
};

export const valueOf = (node: SourceNode | undefined, key: string): SourceNode | undefined => entryOf(node, key)?.value;

export const textOf = (node: SourceNode | undefined, key: string): string | undefined => {
  const value = valueOf(node, key);
  return value?.kind === 'scalar' && typeof value.value === 'string' ? value.value : undefined;
};

export const numberOf = (node: SourceNode | undefined, key: string): number | undefined => {
  const value = valueOf(node, key);
  return value?.kind === 'scalar' && typeof value.value === 'number' ? value.value : undefined;
};

export const isTrue = (node: SourceNode | undefined, key: string): boolean => {
  const value = valueOf(node, key);
  return value?.kind === 'scalar' && value.value === true;
};

/** Child by one part of a JSON pointer. */
export const childOf = (node: SourceNode, part: string): SourceNode | undefined => {
  if (node.kind === 'list') return /^\d+$/.test(part) ? node.items[Number(part)] : undefined;
  return valueOf(node, part);
};

/** The plain value, `$ref`s left as they are. */
export const jsonOf = (node: SourceNode): JsonValue => {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(jsonOf);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key, jsonOf(value)]));
};

export const emptyMap = (node: SourceNode): MapNode => ({ kind: 'map', range: node.range, entries: [] });
