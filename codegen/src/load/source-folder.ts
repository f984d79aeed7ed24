/** The files of a contract folder, read once each, and `$ref`s across them. Nothing is ever read from the network. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, posix } from 'node:path';
import type { SourceFile, SourceNode } from '../model/source.js';
import type { Finding } from '../report/finding.js';
import { didYouMean } from '../report/near-miss.js';
import { type ContractFiles, fileBeside, filesOnDisk } from './contract-files.js';
import { converted, isOlderVersion } from './convert.js';
import { errorAt } from './places.js';
import { parsedFile } from './parsed-files.js';
import { absolute, fileAddress, isOnNetwork, SchemaIds } from './schema-ids.js';
import { childOf, entryOf } from './source-tree.js';
import { vendoredAs } from './vendor.js';

/** Longer chains of `$ref` than this are circles. */
const hopsMax = 100;

/** The schema of schemas is at hand without a network. */
const draft7 = 'http://json-schema.org/draft-07/schema';

/** A node with every `$ref` in front of it followed. */
export interface Resolved {
  readonly node: SourceNode;
  /** Set if a `$ref` led here: the last part of where it points. */
  readonly name: string | undefined;
}

/** Where a `$ref` points: from `root` along `pointer`. */
interface Target {
  readonly root: SourceNode;
  readonly pointer: string;
}

export class SourceFolder {
  readonly findings: Finding[] = [];
  readonly #folder: string;
  readonly #from: ContractFiles;
  readonly #files = new Map<string, SourceFile>();
  /** Names in the folders in which a file is missing, for "did you mean". */
  readonly #neighbours = new Map<string, readonly string[]>();
  readonly #ids = new SchemaIds();
  /** Bad references already reported, by place: a message is read from several documents. */
  readonly #reported = new Set<SourceNode>();

  /** @param folder whose `vendor/<host>/<path>` holds what remote references point to */
  constructor(folder: string, from: ContractFiles = filesOnDisk) {
    this.#folder = folder;
    this.#from = from;
  }

  get files(): readonly SourceFile[] {
    return [...this.#files.values()].toSorted((a, b) => (a.file < b.file ? -1 : 1));
  }

  /** Reads `file` and every file it refers to, so that what follows needs no disk. */
  async read(file: string): Promise<SourceFile | undefined> {
    const text = await this.#from.textOf(file);
    return text === undefined ? undefined : this.#add(file, text, undefined);
  }

  /** Follows `$ref`s from `node`. @returns `undefined`, with a finding, if one leads nowhere. */
  resolve(node: SourceNode): Resolved | undefined {
    return this.#follow(node, undefined, hopsMax);
  }

  /** @param address of a vendored file */
  async #add(file: string, text: string, address: string | undefined): Promise<SourceFile> {
    const known = this.#files.get(file);
    if (known !== undefined) return known;
    const { source: read, findings } = parsedFile(file, text);
    this.findings.push(...findings);
    const source = isOlderVersion(read.root) ? await this.#converted(read) : read;
    this.#files.set(file, source);
    if (source.root === undefined) return source;
    if (address !== undefined || text.includes('$id')) this.#ids.add(source.root, address ?? fileAddress(file));
    for (const reference of referencesIn(source.root)) await this.#readTarget(reference);
    return source;
  }

  async #converted(read: SourceFile): Promise<SourceFile> {
    const { source, findings } = await converted(read);
    this.findings.push(...findings);
    return source;
  }

  /** Reads what a `$ref` points to, if it is there; whether it must be is asked when it is followed. */
  async #readTarget(reference: SourceNode): Promise<void> {
    const { address, files } = this.#placesOf(reference);
    if (address === draft7) return this.#readDraft7();
    for (const file of files) {
      if (this.#files.has(file)) return;
      const text = await this.#from.textOf(file);
      if (text === undefined) continue;
      await this.#add(file, text, address);
      return;
    }
    const folder = dirname(files[0] ?? '');
    if (address === undefined && !this.#neighbours.has(folder)) {
      this.#neighbours.set(folder, await this.#from.namesIn(folder).catch(() => []));
    }
  }

  async #readDraft7(): Promise<void> {
    if (this.#files.has(draft7)) return;
    const file = createRequire(import.meta.url).resolve('ajv/dist/refs/json-schema-draft-07.json');
    await this.#add(draft7, await readFile(file, 'utf8'), draft7);
  }

  /** @returns where the file that a `$ref` points into may be, likeliest first, and its address if that is on the network */
  #placesOf(reference: SourceNode): { readonly address: string | undefined; readonly files: readonly string[] } {
    const text = textOf(reference);
    const address = absolute(text, this.#ids.baseOf(reference))?.split('#', 1)[0];
    if (address === draft7) return { address, files: [draft7] };
    const [path = ''] = text.split('#', 1);
    const here = reference.range.file;
    const besides = path === '' ? here : fileBeside(here, path);
    if (!isOnNetwork(address)) return { address: undefined, files: [besides] };
    const isRelative = absolute(text, undefined) === undefined;
    // Where a `$id` says where a schema is published, its relative references still mean the files beside it.
    return { address, files: [vendoredAs(this.#folder, address), ...(isRelative ? [besides] : [])] };
  }

  #follow(node: SourceNode, name: string | undefined, hops: number): Resolved | undefined {
    const entry = entryOf(node, '$ref');
    // A map below `$ref` is what a property of that name looks like.
    if (entry === undefined || entry.value.kind === 'map') return { node, name };
    const { value } = entry;
    const text = textOf(value);
    if (text === '') return this.#unresolved(value, 'A "$ref" is a text like "#/components/schemas/Money".');
    if (hops === 0) return this.#unresolved(value, `"${text}" refers to itself in a circle.`);
    const target = this.#target(value, text);
    if (target === undefined) return undefined;
    let reached = target.root;
    for (const part of target.pointer.split('/').slice(1).map(unescapePart)) {
      // A pointer may lead through a node that is itself a reference, e.g. to another document's channel.
      const through = this.#follow(reached, undefined, hops - 1);
      if (through === undefined) return undefined;
      const next = childOf(through.node, part);
      if (next === undefined) return this.#noChild(value, part, through.node);
      reached = next;
    }
    return this.#follow(reached, nameOf(text), hops - 1);
  }

  #target(value: SourceNode, text: string): Target | undefined {
    const wanted = absolute(text, this.#ids.baseOf(value));
    const known = wanted === undefined ? undefined : this.#ids.find(wanted);
    const [, pointer = ''] = text.split('#', 2);
    const [, first = ''] = pointer.split('/', 2).map(unescapePart);
    // Many give a schema a `$id` and still mean the whole document by `#`.
    if (known !== undefined && (first === '' || childOf(known.node, first) !== undefined)) {
      return { root: known.node, pointer: known.pointer };
    }
    const { address, files } = this.#placesOf(value);
    const source = files.map((file) => this.#files.get(file)).find((file) => file !== undefined);
    if (source === undefined) {
      const [file = ''] = files;
      return address === undefined ? this.#noFile(value, file) : this.#remote(value, file);
    }
    // A file with a syntax error has its own finding; one more for each reference to it would hide that.
    if (source.root === undefined) return undefined;
    if (pointer === '' || pointer.startsWith('/')) return { root: source.root, pointer };
    return this.#unresolved(value, `"${text}" leads nowhere: no schema of ${source.file} has the "$id" "#${pointer}".`);
  }

  #noFile(value: SourceNode, file: string): undefined {
    const beside = (this.#neighbours.get(dirname(file)) ?? []).map((name) => posix.join(dirname(file), name));
    const names = [...this.#files.keys(), ...beside].map((known) => posix.relative(dirname(value.range.file), known));
    const fix = didYouMean(posix.relative(dirname(value.range.file), file), names);
    return this.#unresolved(value, `"${textOf(value)}" leads nowhere: there is no file ${file}.`, fix);
  }

  #remote(value: SourceNode, file: string): undefined {
    const message = `"${textOf(value)}" is on the network, from where nothing is read.`;
    return this.#unresolved(value, message, `save it as ${file}, which is read instead`);
  }

  #noChild(value: SourceNode, part: string, parent: SourceNode): undefined {
    const names = parent.kind === 'map' ? parent.entries.map(({ key }) => key) : [];
    const shown = names.length === 0 ? '' : `, only ${names.slice(0, 8).join(', ')}${names.length > 8 ? ', …' : ''}`;
    const message = `"${textOf(value)}" leads nowhere: ${parent.range.file} has no "${part}" there${shown}.`;
    return this.#unresolved(value, message, didYouMean(part, names));
  }

  #unresolved(node: SourceNode, message: string, fix?: string): undefined {
    if (this.#reported.has(node)) return;
    this.#reported.add(node);
    this.findings.push(errorAt(node.range, 'unresolved-reference', message, fix));
  }
}

/** The values of all `$ref`s in a file. */
const referencesIn = (node: SourceNode): SourceNode[] => {
  if (node.kind === 'scalar') return [];
  if (node.kind === 'list') return node.items.flatMap(referencesIn);
  return node.entries.flatMap(({ key, value }) =>
    key === '$ref' && textOf(value) !== '' ? [value] : referencesIn(value),
  );
};

const textOf = (node: SourceNode): string =>
  node.kind === 'scalar' && typeof node.value === 'string' ? node.value : '';

/** What a definition is called: the last part of the pointer, or the file's name where there is none. */
const nameOf = (reference: string): string => {
  const [path = '', pointer = ''] = reference.split('#', 2);
  const last = unescapePart(pointer.split('/').at(-1) ?? '');
  return last === '' ? basename(path).replace(/\.\w+$/, '') : last;
};

const unescapePart = (part: string): string => {
  const plain = part.replaceAll('~1', '/').replaceAll('~0', '~');
  try {
    return decodeURIComponent(plain);
  } catch {
    return plain; // a lone % is a character of the name
  }
};
