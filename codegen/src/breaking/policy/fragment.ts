/** A part of a contract as a waiver knows it: by a hash of its place, of what is written there, and of all that it refers to. */
import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { fileBeside } from '../../load/contract-files.js';
import { childOf, entryOf } from '../../load/source-tree.js';
import type { ContractSet } from '../../model/contract.js';
import type { SourceNode } from '../../model/source.js';

/** Not in the release at all. */
export const absentHash = 'none';

/** Enough to see that somebody changed a part; nobody gains by finding another that has the same. */
const hashDigits = 16;

/** @returns e.g. `sha256-0f3a…`, which YAML never takes for a number */
export const fragmentHash = (
  contracts: ContractSet,
  place: { readonly file: string; readonly pointer: string } | undefined,
): string => {
  if (place === undefined) return absentHash;
  const roots = new Map(contracts.files.map(({ file, root }) => [file, root]));
  const own = (file: string): string => posix.relative(contracts.folder, file);
  const found = nodeAt(roots.get(place.file), place.pointer);
  const seen = new Set<string>();
  // Its place counts: a property that was renamed has the same schema under another name.
  const texts: string[] = [`${own(place.file)}#${place.pointer}`];
  const waiting: (SourceNode | undefined)[] = [found ?? roots.get(place.file)];
  for (const node of waiting) {
    texts.push(canonical(node));
    for (const { file, target } of referencesIn(node)) {
      const [path = '', pointer = ''] = target.split('#', 2);
      const name = path === '' ? file : fileBeside(file, path);
      const key = `${own(name)}#${pointer}`;
      if (seen.has(key)) continue;
      seen.add(key);
      texts.push(key);
      // Where only ids of schemas lead on, all of the file counts.
      waiting.push(nodeAt(roots.get(name), pointer) ?? roots.get(name));
    }
  }
  return `sha256-${createHash('sha256').update(JSON.stringify(texts)).digest('hex').slice(0, hashDigits)}`;
};

export const nodeAt = (root: SourceNode | undefined, pointer: string): SourceNode | undefined => {
  if (pointer !== '' && !pointer.startsWith('/')) return undefined;
  let node = root;
  for (const part of pointer.split('/').slice(1)) {
    node = node === undefined ? undefined : childOf(node, part.replaceAll('~1', '/').replaceAll('~0', '~'));
  }
  return node;
};

/** The same whatever the order of keys, the quotes and the comments. */
const canonical = (node: SourceNode | undefined): string => {
  if (node === undefined) return '';
  if (node.kind === 'scalar') return JSON.stringify(node.value);
  if (node.kind === 'list') return `[${node.items.map(canonical).join(',')}]`;
  const entries = node.entries.toSorted((a, b) => (a.key < b.key ? -1 : 1));
  return `{${entries.map(({ key, value }) => `${JSON.stringify(key)}:${canonical(value)}`).join(',')}}`;
};

const referencesIn = (node: SourceNode | undefined): readonly { readonly file: string; readonly target: string }[] => {
  if (node === undefined || node.kind === 'scalar') return [];
  if (node.kind === 'list') return node.items.flatMap(referencesIn);
  const reference = entryOf(node, '$ref')?.value;
  const own =
    reference?.kind === 'scalar' && typeof reference.value === 'string'
      ? [{ file: reference.range.file, target: reference.value }]
      : [];
  return [...own, ...node.entries.flatMap(({ value }) => referencesIn(value))];
};
