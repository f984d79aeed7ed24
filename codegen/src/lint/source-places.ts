/** Where in a contract file a finding points. */
import type { ContractSet } from '../model/contract.js';
import { entryOf } from '../load/source-tree.js';
import { nearMiss } from '../report/near-miss.js';
import type { JsonValue, MapEntry, MapNode, SourceNode, SourceRange } from '../model/source.js';

export const entryIn: (node: SourceNode | undefined, key: string) => MapEntry | undefined = entryOf;

/** Whether an extension is there under a name that is nearly its own, e.g. `x-kye` for `x-key`. */
export const isMisspelt = (map: MapNode, extension: string): boolean =>
  map.entries.some(({ key }) => key !== extension && key.startsWith('x-') && nearMiss(key, [extension]) !== undefined);

/** Where the value of `key` stands, or else the name of the map that should have it. */
export const placeOf = (contracts: ContractSet, map: MapNode, key: string): SourceRange =>
  entryIn(map, key)?.value.range ?? nameOf(contracts, map.range);

/** The key that a node stands behind, e.g. `OrderPlaced` of a message: a finding about the whole node points there. */
export const nameOf = (contracts: ContractSet, { file, pointer, ...range }: SourceRange): SourceRange => {
  const slash = pointer.lastIndexOf('/');
  const parent = slash === -1 ? undefined : nodeAt(contracts, file, pointer.slice(0, slash));
  return entryIn(parent, unescaped(pointer.slice(slash + 1)))?.keyRange ?? { file, pointer, ...range };
};

/** The node that a JSON pointer of a file names; `undefined` if the file has none there. */
export const nodeAt = (contracts: ContractSet, file: string, pointer: string): SourceNode | undefined => {
  let node = contracts.files.find((source) => source.file === file)?.root;
  for (const part of pointer.split('/').slice(1)) {
    if (node === undefined) return undefined;
    node = childOf(node, unescaped(part));
  }
  return node;
};

const childOf = (node: SourceNode, key: string): SourceNode | undefined => {
  if (node.kind === 'list') return node.items[Number(key)];
  return entryIn(node, key)?.value;
};

const unescaped = (part: string): string => part.replaceAll('~1', '/').replaceAll('~0', '~');

/** Values of a contract as a finding names them: short, in quotes if they are texts. */
export const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
};

/** `"a", "b" or "c"`. */
export const choice = (values: readonly string[]): string => {
  const quoted = values.map((value) => JSON.stringify(value));
  const last = quoted.at(-1) ?? '';
  return quoted.length < 2 ? last : `${quoted.slice(0, -1).join(', ')} or ${last}`;
};

/** The value as written, `$ref`s left as they are. */
export const plainValue = (node: SourceNode): JsonValue => {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(plainValue);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key, plainValue(value)]));
};
