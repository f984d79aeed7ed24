/** Gives a converted document the places where its parts were written, and tells which written parts are not in it. */
import type { JsonValue, MapNode, SourceNode, SourceRange } from '../model/source.js';
import type { Finding } from '../report/finding.js';
import type { ConversionIds } from './conversion-ids.js';
import { warningAt } from './places.js';
import { escapePointer } from './read-source.js';
import { entryOf, jsonOf, valueOf } from './source-tree.js';

export const placed = (
  json: JsonValue,
  written: MapNode,
  ids: ConversionIds,
): { readonly node: SourceNode; readonly losses: readonly Finding[] } => {
  const placer = new Placer(written, ids);
  const node = placer.node(json, { source: written, pointer: '', around: written.range });
  return { node, losses: [...placer.losses(written, '')] };
};

/** Where a converted value comes from, if it comes from anywhere, and what stands around it. */
interface Place {
  readonly source: SourceNode | undefined;
  readonly pointer: string;
  readonly around: SourceRange;
}

class Placer {
  readonly #root: MapNode;
  readonly #ids: ConversionIds;
  /** Written nodes that are in the converted document. */
  readonly #kept = new Set<SourceNode>();

  constructor(root: MapNode, ids: ConversionIds) {
    this.#root = root;
    this.#ids = ids;
  }

  node(json: JsonValue, { source, pointer, around }: Place): SourceNode {
    if (source !== undefined) this.#kept.add(source);
    // References within the converted document are followed by its own pointers.
    const range: SourceRange = { ...(source?.range ?? around), pointer };
    if (isList(json)) {
      const items = json.map((item, index) =>
        this.node(item, {
          source: source?.kind === 'list' ? source.items[index] : undefined,
          pointer: `${pointer}/${index}`,
          around: range,
        }),
      );
      return { kind: 'list', range, items };
    }
    if (typeof json !== 'object' || json === null) return { kind: 'scalar', range, value: json };
    const entries = Object.entries(json).map(([key, value]) => {
      const below = `${pointer}/${escapePointer(key)}`;
      const from = this.#ids.sourceOf(below, this.#root) ?? this.#sourceOf(key, value, source);
      return {
        key,
        keyRange: { ...(entryOf(source, key)?.keyRange ?? from?.range ?? range), pointer: below },
        value: this.node(value, { source: from, pointer: below, around: range }),
      };
    });
    return { kind: 'map', range, entries };
  }

  /** One finding for each part of which nothing was kept. */
  *losses(node: SourceNode, key: string): Generator<Finding> {
    // The names of a channel's servers became references to them.
    if (moved.has(key) || (key === 'servers' && node.kind === 'list')) return;
    if (this.#kept.has(node)) {
      if (node.kind === 'map') for (const entry of node.entries) yield* this.losses(entry.value, entry.key);
      if (node.kind === 'list') for (const item of node.items) yield* this.losses(item, '');
      return;
    }
    // What is written between a thing and its parts, such as `oneOf` of messages, is gone while the parts are there.
    const below = node.kind === 'map' ? node.entries : [];
    if (this.#hasKept(node)) {
      for (const entry of below) yield* this.losses(entry.value, entry.key);
      return;
    }
    const said = JSON.stringify(jsonOf(node));
    const message = `"${key}" has no place in AsyncAPI 3 and is left out: ${said.length > 60 ? `${said.slice(0, 60)}…` : said}.`;
    yield warningAt(node.range, 'conversion-loss', message);
  }

  #hasKept(node: SourceNode): boolean {
    if (this.#kept.has(node)) return true;
    if (node.kind === 'scalar') return false;
    const below = node.kind === 'list' ? node.items : node.entries.map(({ value }) => value);
    return below.some((child) => this.#hasKept(child));
  }

  #sourceOf(key: string, value: JsonValue, source: SourceNode | undefined): SourceNode | undefined {
    const same = valueOf(source, key);
    if (same !== undefined) return same;
    // Of a parameter only some keywords of its schema are left, and they stand in the parameter itself.
    const schema = valueOf(source, 'schema');
    const inSchema = valueOf(schema, key) ?? (key === 'enum' ? valueOf(schema, 'const') : undefined);
    if (inSchema !== undefined) {
      if (schema !== undefined) this.#kept.add(schema);
      return inSchema;
    }
    // A payload with a format of its own is one level deeper in version 3.
    if (source !== undefined && key === 'schema' && JSON.stringify(jsonOf(source)) === JSON.stringify(value))
      return source;
    return undefined;
  }
}

/** Keys whose content is written differently in version 3, and is all there. */
const moved = new Set('asyncapi operationId messageId url schemaFormat tags externalDocs security scopes'.split(' '));

// Array.isArray does not narrow readonly arrays.
const isList = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value);
