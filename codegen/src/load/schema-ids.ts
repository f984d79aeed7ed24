/** `$id`s of JSON Schema draft 7: which schema has which address, and against which address a `$ref` is resolved. */
import type { SourceNode } from '../model/source.js';
import { textOf } from './source-tree.js';

/** Hold values, not schemas: a `$id` in them is data. */
const values = new Set(['enum', 'const', 'default', 'examples', 'example']);

export class SchemaIds {
  /** By absolute address; one with an anchor (`#name`) keeps it. */
  readonly #schemas = new Map<string, SourceNode>();
  /** Of every node below a `$id`. */
  readonly #bases = new Map<SourceNode, string>();

  /** @param address of the file itself */
  add(root: SourceNode, address: string): void {
    this.#schemas.set(withoutFragment(address), root);
    this.#visit(root, address);
  }

  /** @returns the address that a `$ref` at `node` is relative to, `undefined` if no `$id` stands above it */
  baseOf(node: SourceNode): string | undefined {
    return this.#bases.get(node);
  }

  /** @returns the schema at an absolute address, and what of its fragment is still to be followed */
  find(address: string): { readonly node: SourceNode; readonly pointer: string } | undefined {
    const anchored = this.#schemas.get(address);
    if (anchored !== undefined) return { node: anchored, pointer: '' };
    const node = this.#schemas.get(withoutFragment(address));
    return node === undefined ? undefined : { node, pointer: new URL(address).hash.slice(1) };
  }

  #visit(node: SourceNode, outer: string): void {
    this.#bases.set(node, outer);
    if (node.kind === 'scalar') return;
    let base = outer;
    const id = node.kind === 'map' && textOf(node, '$ref') === undefined ? textOf(node, '$id') : undefined;
    const address = id === undefined ? undefined : absolute(id, outer);
    if (address !== undefined) {
      if (id?.startsWith('#') !== true) base = withoutFragment(address);
      this.#schemas.set(id?.startsWith('#') === true ? address : withoutFragment(address), node);
    }
    this.#bases.set(node, base);
    const below =
      node.kind === 'list' ? node.items : node.entries.flatMap((one) => (values.has(one.key) ? [] : one.value));
    for (const child of below) this.#visit(child, base);
  }
}

/** @returns `undefined` for what is no address, such as a relative one with nothing to be relative to */
export const absolute = (reference: string, base: string | undefined): string | undefined => {
  try {
    return new URL(reference, base).href;
  } catch {
    return undefined;
  }
};

/** What `$id`s of a file of ours are relative to. It is never read from: `$ref`s between files are paths. */
export const fileAddress = (file: string): string => `${localScheme}/${encodeURI(file)}`;

export const isOnNetwork = (address: string | undefined): address is string =>
  address !== undefined && !address.startsWith(localScheme);

const localScheme = 'streampact:';

const withoutFragment = (address: string): string => address.split('#', 1)[0] ?? '';
