/** Every `x-` key of every contract file, with the kind of thing that it stands on. */
import type { ContractSet } from '../model/contract.js';
import type { MapEntry, SourceNode } from '../model/source.js';
import type { ExtensionPlace } from './extensions.js';

export interface FoundExtension {
  readonly entry: MapEntry;
  /** `undefined` where the path does not tell, e.g. at the root of a shared file. */
  readonly place: ExtensionPlace | 'other' | undefined;
}

export const allExtensions = ({ files }: ContractSet): readonly FoundExtension[] =>
  files.flatMap(({ root }) => (root === undefined ? [] : within(root, [])));

/** Values under these keys are data of the contract's author; an `x-` in them is not ours. */
const dataKeys = new Set(['examples', 'example', 'default', 'const', 'enum']);

/** Keys under these are names that the author chose, not keywords. */
const nameMaps = new Set([
  'properties',
  'patternProperties',
  'definitions',
  'channels',
  'messages',
  'operations',
  'schemas',
]);

const within = (node: SourceNode, path: readonly string[]): readonly FoundExtension[] => {
  if (node.kind === 'scalar') return [];
  if (node.kind === 'list') return node.items.flatMap((item, index) => within(item, [...path, String(index)]));
  const areNames = nameMaps.has(path.at(-1) ?? '') && !nameMaps.has(path.at(-2) ?? '');
  return node.entries.flatMap((entry) => {
    if (!areNames && /^x-/i.test(entry.key)) return { entry, place: placeAt(path) };
    return !areNames && dataKeys.has(entry.key) ? [] : within(entry.value, [...path, entry.key]);
  });
};

const placeAt = (path: readonly string[]): FoundExtension['place'] => {
  const text = path.join('/');
  if (/^(components\/)?channels\/[^/]+$/.test(text)) return 'channel';
  if (/^(components\/messages|channels\/[^/]+\/messages|components\/channels\/[^/]+\/messages)\/[^/]+$/.test(text))
    return 'message';
  if (/^(components\/)?operations\/[^/]+$/.test(text)) return 'operation';
  if (/\/(payload|headers)(\/|$)|^components\/schemas\//.test(text)) return 'schema';
  if (/^(info|servers|channels|operations|components)(\/|$)/.test(text)) return 'other';
  return undefined;
};
