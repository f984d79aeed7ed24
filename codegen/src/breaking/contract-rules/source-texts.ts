/** What stands in the files of a release, `$ref`s followed: parts of AsyncAPI that the model does not hold. */
import { posix } from 'node:path';
import { childOf, entryOf, jsonOf } from '../../load/source-tree.js';
import type { ContractSet } from '../../model/contract.js';
import type { JsonValue, MapEntry, MapNode, SourceNode, SourceRange } from '../../model/source.js';

/** Longer chains of `$ref` than this are circles. */
const hopsMax = 100;

/** References in parts that are deeper than this stay as they are written. */
const depthMax = 16;

export class SourceTexts {
  readonly #roots: ReadonlyMap<string, SourceNode | undefined>;

  constructor({ files }: ContractSet) {
    this.#roots = new Map(files.map(({ file, root }) => [file, root]));
  }

  root(file: string): SourceNode | undefined {
    return this.#roots.get(file);
  }

  /** @returns what `node` stands for; `undefined` if a reference leads nowhere: reading the contracts has said so then */
  follow(node: SourceNode | undefined, hops = hopsMax): SourceNode | undefined {
    const reference = entryOf(node, '$ref')?.value;
    if (reference?.kind !== 'scalar' || typeof reference.value !== 'string') return node;
    const [path = '', pointer = ''] = reference.value.split('#', 2);
    const { file } = reference.range;
    let reached = this.root(path === '' ? file : posix.join(posix.dirname(file), path));
    for (const part of pointer.split('/').slice(1)) {
      const through = hops === 0 ? undefined : this.follow(reached, hops - 1);
      reached = through === undefined ? undefined : childOf(through, unescaped(part));
    }
    return hops === 0 ? undefined : this.follow(reached, hops - 1);
  }

  /** What stands under `key`, followed; `undefined` if it is no map. */
  mapUnder(node: SourceNode | undefined, key: string): MapNode | undefined {
    const value = this.follow(entryOf(node, key)?.value);
    return value?.kind === 'map' ? value : undefined;
  }

  /** The entries of the map under `key`, each followed. */
  entriesUnder(node: SourceNode | undefined, key: string): readonly MapEntry[] {
    return (this.mapUnder(node, key)?.entries ?? []).flatMap((entry) => {
      const value = this.follow(entry.value);
      return value === undefined ? [] : { ...entry, value };
    });
  }

  /** The plain value with every reference replaced by what it refers to. */
  json(node: SourceNode | undefined, depth = 0): JsonValue | undefined {
    // A binding may hold a schema that contains itself.
    const value = depth > depthMax ? node : this.follow(node);
    if (value === undefined) return undefined;
    if (depth > depthMax) return jsonOf(value);
    if (value.kind === 'map') {
      return Object.fromEntries(value.entries.map((entry) => [entry.key, this.json(entry.value, depth + 1) ?? null]));
    }
    return value.kind === 'list' ? value.items.map((item) => this.json(item, depth + 1) ?? null) : jsonOf(value);
  }

  /** Where the value of `key` stands, or else the name of the map that could have it. */
  valueRange(map: SourceNode, key: string): SourceRange {
    return entryOf(map, key)?.value.range ?? this.nameOf(map.range);
  }

  /** Of the key alone: for values that are long. */
  keyRange(map: SourceNode, key: string): SourceRange {
    return entryOf(map, key)?.keyRange ?? this.nameOf(map.range);
  }

  /** The key that a node stands behind: a finding about the whole node points there. */
  nameOf(range: SourceRange): SourceRange {
    const parts = range.pointer.split('/').slice(1).map(unescaped);
    const last = parts.pop();
    let parent = this.root(range.file);
    for (const part of parts) parent = parent === undefined ? undefined : childOf(parent, part);
    return (last === undefined ? undefined : entryOf(parent, last)?.keyRange) ?? range;
  }
}

const unescaped = (part: string): string => part.replaceAll('~1', '/').replaceAll('~0', '~');
