/** YAML text to a tree whose every node knows its place. */
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseAllDocuments, type Node, type Document } from 'yaml';
import type { MapEntry, ScalarNode, SourceFile, SourceNode, SourceRange } from '../model/source.js';
import type { Finding } from '../report/finding.js';
import { yamlProblems } from './yaml-errors.js';

/** A file of 13 MB with 6,000 messages has 476,000 values, and needs 1 GB; more would need more than a process has by default. */
const nodesMax = 1_000_000;

/** Of the values, those that stand behind YAML aliases: aliases in aliases grow without bound in a file of a few lines. */
const aliasedMax = 100_000;

export const readSource = (file: string, text: string): { source: SourceFile; findings: Finding[] } => {
  const lineCounter = new LineCounter();
  const reader = new Reader(file, text, lineCounter);
  const broken = (offset: number, message: string, fix: string): { source: SourceFile; findings: Finding[] } => ({
    source: { file, text, root: undefined },
    findings: [{ ...reader.place(offset), rule: 'yaml-syntax', message, fix }],
  });
  if (text.includes('\0')) return broken(0, 'The file is no text in UTF-8.', 'save it as UTF-8');
  // The library compares each key with all before it. The reader asks a set instead.
  const documents = parseAllDocuments(text, { lineCounter, prettyErrors: false, uniqueKeys: false });
  const [document, second] = documents;
  if (second !== undefined) {
    const message = 'A second YAML document begins here; a contract is one.';
    return broken(second.range[0], message, 'put it into a file of its own');
  }
  const problems = yamlProblems(document?.errors ?? [], text);
  if (document === undefined || (document.contents === null && problems.length === 0)) {
    return broken(0, 'The file is empty.', 'begin with asyncapi: 3.0.0, or delete the file');
  }
  if (problems.length === 0) {
    const root = reader.read(document, document.contents);
    const isBroken = reader.findings.some(({ rule }) => rule === 'yaml-syntax');
    return { source: { file, text, root: isBroken ? undefined : root }, findings: reader.findings };
  }
  const findings = problems.map(({ offset, message, fix }) => ({
    ...reader.place(offset),
    rule: 'yaml-syntax',
    message,
    fix,
  }));
  return { source: { file, text, root: undefined }, findings };
};

class Reader {
  readonly findings: Finding[] = [];
  readonly #file: string;
  readonly #text: string;
  readonly #lines: LineCounter;
  #nodes = 0;
  #aliased = 0;
  #isTooLarge = false;

  constructor(file: string, text: string, lines: LineCounter) {
    this.#file = file;
    this.#text = text;
    this.#lines = lines;
  }

  place(offset: number): Omit<Finding, 'rule' | 'message'> {
    const { line, col } = this.#lines.linePos(Math.min(offset, this.#text.length));
    return { severity: 'error', file: this.#file, line: Math.max(line, 1), column: Math.max(col, 1) };
  }

  read(document: Document, contents: unknown): SourceNode {
    return this.#node(document, contents, '', [0, this.#text.length], new Set());
  }

  /** `around` is where a value that is missing altogether stands: behind its key. */
  #node(document: Document, node: unknown, pointer: string, around: Place, aliases: ReadonlySet<Node>): SourceNode {
    this.#nodes += 1;
    if (aliases.size > 0) this.#aliased += 1;
    if (this.#nodes > nodesMax || this.#aliased > aliasedMax) return this.#tooLarge(pointer, around);
    if (isAlias(node)) {
      const target = node.resolve(document);
      const range = this.#range(node.range ?? undefined, pointer, around);
      if (target === undefined || aliases.has(target)) {
        const message = `The YAML alias "*${node.source}" ${target === undefined ? 'has no anchor' : 'contains itself'}.`;
        const fix = target === undefined ? 'put the text in quotes if it begins with a *' : undefined;
        this.findings.push({ ...at(range), rule: 'yaml-syntax', message, ...(fix === undefined ? {} : { fix }) });
        return { kind: 'scalar', range, value: null };
      }
      return this.#node(document, target, pointer, around, new Set([...aliases, target]));
    }
    if (isMap(node)) {
      const range = this.#range(node.range ?? undefined, pointer, around);
      const keys = new Set<string>();
      const entries = node.items.map((item): MapEntry => {
        const key = keyText(item.key);
        const below = `${pointer}/${escapePointer(key)}`;
        const keyPlace: Place = isScalar(item.key) && item.key.range ? [item.key.range[0], item.key.range[1]] : around;
        const value = this.#node(document, item.value, below, keyPlace, aliases);
        const keyRange = this.#range(keyPlace, below, around);
        if (key === '__proto__') this.#reservedName(keyRange);
        if (keys.has(key)) this.#secondKey(key, keyPlace);
        keys.add(key);
        return { key, keyRange, value };
      });
      return { kind: 'map', range, entries };
    }
    if (isSeq(node)) {
      const range = this.#range(node.range ?? undefined, pointer, around);
      const items = node.items.map((item, index) => this.#node(document, item, `${pointer}/${index}`, around, aliases));
      return { kind: 'list', range, items };
    }
    const range = this.#range(isScalar(node) ? (node.range ?? undefined) : undefined, pointer, around);
    return { kind: 'scalar', range, value: isScalar(node) ? scalarValue(node.value) : null };
  }

  #range(place: readonly number[] | undefined, pointer: string, around: Place): SourceRange {
    const start = this.#lines.linePos(place?.[0] ?? around[0]);
    const end = this.#lines.linePos(place?.[1] ?? around[1]);
    return { file: this.#file, pointer, line: start.line, column: start.col, endLine: end.line, endColumn: end.col };
  }

  #secondKey(key: string, [offset]: Place): void {
    const message = `The key "${key}" stands here a second time.`;
    this.findings.push({ ...this.place(offset), rule: 'yaml-syntax', message, fix: 'keep one of the two' });
  }

  #reservedName(range: SourceRange): void {
    const message =
      '"__proto__" cannot be a name in a contract: JavaScript takes it for the prototype of an object, and no validator sees it.';
    const { endColumn } = range;
    this.findings.push({ ...at(range), endColumn, rule: 'reserved-name', message, fix: 'choose another name' });
  }

  #tooLarge(pointer: string, around: Place): ScalarNode {
    const range = this.#range(undefined, pointer, around);
    if (!this.#isTooLarge) {
      const isAliased = this.#aliased > aliasedMax;
      const message = isAliased
        ? `The YAML aliases of the file stand for more than ${aliasedMax} values.`
        : `The file has more than ${nodesMax} values.`;
      const fix = isAliased ? 'write $ref instead of aliases that contain others' : 'split it into several documents';
      this.findings.push({ ...at(range), rule: 'yaml-syntax', message, fix });
    }
    this.#isTooLarge = true;
    return { kind: 'scalar', range, value: null };
  }
}

type Place = readonly [start: number, end: number];

const at = ({ file, line, column }: SourceRange): Omit<Finding, 'rule' | 'message'> => ({
  severity: 'error',
  file,
  line,
  column,
});

export const escapePointer = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

const keyText = (key: unknown): string => {
  const value = isScalar(key) ? key.value : key;
  return typeof value === 'string' ? value : JSON.stringify(scalarValue(value));
};

const scalarValue = (value: unknown): ScalarNode['value'] => {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  return typeof value === 'number' ? value : JSON.stringify(value);
};
