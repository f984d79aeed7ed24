/** The files of a contract folder, read once each, and `$ref`s across them. */
import { readFile } from 'node:fs/promises';
import { dirname, posix } from 'node:path';
import type { SourceFile, SourceNode } from '../model/source.js';
import type { Finding } from '../report/finding.js';
import { errorAt } from './places.js';
import { readSource } from './read-source.js';
import { childOf, entryOf } from './source-tree.js';

/** Longer chains of `$ref` than this are circles. */
const hopsMax = 100;

/** A node with every `$ref` in front of it followed. */
export interface Resolved {
  readonly node: SourceNode;
  /** Set if a `$ref` led here: the last part of where it points. */
  readonly name: string | undefined;
}

export class SourceFolder {
  readonly findings: Finding[] = [];
  readonly #files = new Map<string, SourceFile>();
  /** Bad references already reported, by place: a message is read from several documents. */
  readonly #reported = new Set<SourceNode>();

  get files(): readonly SourceFile[] {
    return [...this.#files.values()].toSorted((a, b) => (a.file < b.file ? -1 : 1));
  }

  /** Reads `file` and every file it refers to, so that what follows needs no disk. */
  async read(file: string): Promise<SourceFile | undefined> {
    const known = this.#files.get(file);
    if (known !== undefined) return known;
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text === undefined) return undefined;
    const { source, findings } = readSource(file, text);
    this.#files.set(file, source);
    this.findings.push(...findings);
    for (const target of source.root === undefined ? [] : referencedFiles(source.root)) {
      await this.read(inFolderOf(file, target));
    }
    return source;
  }

  /** Follows `$ref`s from `node`. @returns `undefined`, with a finding, if one leads nowhere. */
  resolve(node: SourceNode): Resolved | undefined {
    return this.#follow(node, undefined, hopsMax);
  }

  #follow(node: SourceNode, name: string | undefined, hops: number): Resolved | undefined {
    const entry = entryOf(node, '$ref');
    if (entry === undefined) return { node, name };
    const { value } = entry;
    if (value.kind !== 'scalar' || typeof value.value !== 'string') {
      return this.#unresolved(value, 'A "$ref" is a text like "#/components/schemas/Money".');
    }
    if (hops === 0) return this.#unresolved(value, `"${value.value}" refers to itself in a circle.`);
    const [path = '', pointer = ''] = value.value.split('#', 2);
    const file = path === '' ? value.range.file : inFolderOf(value.range.file, path);
    const source = this.#files.get(file);
    if (source === undefined) {
      return this.#unresolved(value, `"${value.value}" leads nowhere: there is no file ${file}.`);
    }
    // A file with a syntax error has its own finding; one more for each reference to it would hide that.
    if (source.root === undefined) return undefined;
    let reached = source.root;
    for (const part of pointer.split('/').slice(1).map(unescapePart)) {
      // A pointer may lead through a node that is itself a reference, e.g. to another document's channel.
      const through = this.#follow(reached, undefined, hops - 1);
      const next = through === undefined ? undefined : childOf(through.node, part);
      if (next === undefined) {
        if (through === undefined) return undefined;
        return this.#unresolved(
          value,
          `"${value.value}" leads nowhere: ${file} has no "${part}" there${candidates(through.node)}.`,
        );
      }
      reached = next;
    }
    return this.#follow(reached, unescapePart(pointer.split('/').at(-1) ?? ''), hops - 1);
  }

  #unresolved(node: SourceNode, message: string): undefined {
    if (this.#reported.has(node)) return;
    this.#reported.add(node);
    this.findings.push(errorAt(node.range, 'unresolved-reference', message));
  }
}

const referencedFiles = (node: SourceNode): string[] => {
  if (node.kind === 'scalar') return [];
  if (node.kind === 'list') return node.items.flatMap(referencedFiles);
  return node.entries.flatMap(({ key, value }) => {
    if (key !== '$ref' || value.kind !== 'scalar' || typeof value.value !== 'string') return referencedFiles(value);
    const [path = ''] = value.value.split('#', 1);
    return path === '' ? [] : [path];
  });
};

const inFolderOf = (file: string, path: string): string => posix.join(dirname(file), path);

const unescapePart = (part: string): string => {
  const plain = part.replaceAll('~1', '/').replaceAll('~0', '~');
  try {
    return decodeURIComponent(plain);
  } catch {
    return plain; // a lone % is a character of the name
  }
};

const candidates = (node: SourceNode): string => {
  if (node.kind !== 'map' || node.entries.length === 0) return '';
  const names = node.entries.slice(0, 8).map(({ key }) => key);
  return `, only ${names.join(', ')}${node.entries.length > names.length ? ', …' : ''}`;
};
