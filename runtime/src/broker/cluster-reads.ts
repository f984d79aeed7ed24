/**
 * Blocking reads in a Redis Cluster: each stream has a connection of its own, to the node that holds it, for Redis refuses to read
 * streams of different slots in one command, even where one node holds them all (docs/adr/0014). A read goes on for as long as
 * nothing comes, however often the caller looks away: XREAD takes nothing, so an answer can wait, or be thrown away.
 */
import type { BlockingReads } from './blocking-reads.js';
import type { Cursor, ReadEntry } from './broker.js';
import type { ClusterNodes } from './cluster-nodes.js';
import { KeyReader, type ConnectTo, type ReadOptions } from './key-reader.js';

export interface ClusterReadsOptions {
  readonly nodes: ClusterNodes;
  /** A connection for nothing but blocking reads. */
  readonly connect: ConnectTo;
  /** How long after BLOCK an answer may still come. @default 2 000 ms */
  readonly watchdogMs?: number;
}

/** A stream that nobody asks for any longer, because its partition has gone to another instance. */
const unusedMaxMs = 10_000;

export class ClusterReads implements BlockingReads {
  readonly #options: Required<ClusterReadsOptions>;
  readonly #readers = new Map<string, KeyReader>();
  #isInterrupted = false;
  #isClosed = false;
  #wake: (() => void) | undefined;

  constructor(options: ClusterReadsOptions) {
    this.#options = { watchdogMs: 2_000, ...options };
  }

  /** A stream that cannot be read leaves the others alone. @throws if none of them can be read */
  async read(cursors: readonly Cursor[], options: ReadOptions): Promise<ReadonlyMap<string, readonly ReadEntry[]>> {
    this.#isInterrupted = false;
    this.#closeUnused();
    const readers = cursors.map(({ key, after }) => {
      const reader = this.#readerOf(key);
      reader.want({ after, ...options });
      return reader;
    });
    let isOver = false;
    const timer = setTimeout(() => {
      isOver = true;
      this.#wake?.();
    }, options.blockMs);
    try {
      for (;;) {
        if (this.#isClosed) throw new Error('Connection is closed.');
        const found = readers.flatMap((reader): [string, readonly ReadEntry[]][] => {
          const entries = reader.take();
          return entries ? [[reader.key, entries]] : [];
        });
        if (found.length > 0) return new Map(found);
        const failures = readers.flatMap(({ failure }) => (failure ? [failure] : []));
        if (failures.length > 0 && failures.length === readers.length) throw failures[0];
        if (this.#isInterrupted || (isOver && readers.every(({ hasLooked }) => hasLooked))) return new Map();
        await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    } finally {
      clearTimeout(timer);
      this.#wake = undefined;
    }
  }

  interrupt(): void {
    this.#isInterrupted = true;
    this.#wake?.();
  }

  close(): void {
    this.#isClosed = true;
    for (const reader of this.#readers.values()) reader.close();
    this.#readers.clear();
    this.#wake?.();
  }

  #readerOf(key: string): KeyReader {
    const known = this.#readers.get(key);
    if (known) return known;
    const { nodes, connect, watchdogMs } = this.#options;
    const reader = new KeyReader({ key, nodes, connect, watchdogMs, onChange: () => this.#wake?.() });
    this.#readers.set(key, reader);
    return reader;
  }

  #closeUnused(): void {
    const now = performance.now();
    for (const [key, reader] of this.#readers) {
      if (now - reader.wantedAt < unusedMaxMs) continue;
      this.#readers.delete(key);
      reader.close();
    }
  }
}
