/** All streams of a broker in memory, by key, and who waits for something to happen in them. */
import type { StreamState } from '../../broker/broker.js';
import { ENTRY_ID_ZERO } from '../../streams/entry-id.js';
import { MemoryCommandError, MemoryStream } from './memory-stream.js';

export class MemoryStreams {
  readonly #streams = new Map<string, MemoryStream>();
  readonly #watchers = new Set<() => void>();

  get keys(): readonly string[] {
    return [...this.#streams.keys()];
  }

  get usedBytes(): number {
    return [...this.#streams.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  }

  find(key: string): MemoryStream | undefined {
    return this.#streams.get(key);
  }

  /** Creates the stream if it is missing. */
  ensure(key: string): MemoryStream {
    const stream = this.#streams.get(key) ?? new MemoryStream();
    this.#streams.set(key, stream);
    return stream;
  }

  /** @throws MemoryCommandError – there is no such stream */
  existing(key: string): MemoryStream {
    const stream = this.#streams.get(key);
    if (!stream) throw new MemoryCommandError('ERR', `The command requires the key to exist: ${key}`);
    return stream;
  }

  head(key: string): string {
    return this.#streams.get(key)?.lastGeneratedId ?? ENTRY_ID_ZERO;
  }

  state(key: string): StreamState {
    const {
      lastGeneratedId = ENTRY_ID_ZERO,
      beginsAfter = ENTRY_ID_ZERO,
      entriesAdded = 0,
    } = this.#streams.get(key) ?? {};
    return { lastId: lastGeneratedId, beginsAfter, entriesAdded };
  }

  add(key: string, entry: { readonly id: string; readonly fields: readonly string[] }): void {
    this.ensure(key).add(entry);
    for (const tell of this.#watchers) tell();
  }

  remove(key: string): void {
    this.#streams.delete(key);
  }

  clear(): void {
    this.#streams.clear();
  }

  /** @param tell – called after each entry that is added. @returns call it to hear no more */
  watch(tell: () => void): () => void {
    this.#watchers.add(tell);
    return () => this.#watchers.delete(tell);
  }
}
