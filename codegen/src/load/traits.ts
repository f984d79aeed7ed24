/** Traits of AsyncAPI 3: what several messages or operations have in common. What an object says itself comes first. */
import type { MapEntry, MapNode, SourceNode } from '../model/source.js';
import type { SourceFolder } from './source-folder.js';
import { valueOf } from './source-tree.js';

export class Traits {
  readonly #folder: SourceFolder;

  constructor(folder: SourceFolder) {
    this.#folder = folder;
  }

  /** @returns `node` itself if it has no traits */
  applied(node: MapNode): MapNode {
    const list = valueOf(node, 'traits');
    if (list?.kind !== 'list') return node;
    const own: MapNode = { ...node, entries: node.entries.filter(({ key }) => key !== 'traits') };
    return list.items.reduce<MapNode>((merged, item) => {
      const trait = this.#folder.resolve(item)?.node;
      return trait?.kind === 'map' ? this.#merged(merged, trait) : merged;
    }, own);
  }

  #merged(first: MapNode, second: MapNode): MapNode {
    const both = first.entries.map((entry): MapEntry => {
      const other = valueOf(second, entry.key);
      return other === undefined ? entry : { ...entry, value: this.#mergedValue(entry.value, other) };
    });
    const added = second.entries.filter(({ key }) => valueOf(first, key) === undefined);
    return { ...first, entries: [...both, ...added] };
  }

  #mergedValue(first: SourceNode, second: SourceNode): SourceNode {
    const [one, other] = [this.#folder.resolve(first)?.node, this.#folder.resolve(second)?.node];
    return one?.kind === 'map' && other?.kind === 'map' ? this.#merged(one, other) : first;
  }
}
