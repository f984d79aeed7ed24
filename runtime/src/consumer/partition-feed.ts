/** What was read from one partition and not taken yet, in order and without a gap. Reads nothing before `restart`. */
import type { ReadEntry } from '../broker/broker.js';
import { decodeEntry, type DecodedEntry } from '../envelope/decode-entry.js';

export interface FedEntries {
  readonly entries: readonly DecodedEntry[];
  /**
   * Does the stream hold whatever came before them, back to where the feed was restarted? Nothing of them may be committed before
   * it is known. Rejects if nobody can tell.
   */
  readonly isGapless: Promise<boolean>;
}

export interface PartitionFeedOptions {
  readonly key: string;
  readonly stream: string;
  /** With as many waiting, nothing more is read. */
  readonly entriesMax: number;
  readonly onWant: () => void;
  readonly onClose: () => void;
}

export class PartitionFeed {
  readonly #options: PartitionFeedOptions;
  #cursor: string | undefined;
  #entries: DecodedEntry[] = [];
  #error: { readonly error: unknown } | undefined;
  #isGapless: Promise<boolean> = Promise.resolve(true);
  #wake: (() => void) | undefined;

  constructor(options: PartitionFeedOptions) {
    this.#options = options;
  }

  get key(): string {
    return this.#options.key;
  }

  /** The last entry that was read; undefined while nothing more is wanted. */
  get cursor(): string | undefined {
    return this.#entries.length < this.#options.entriesMax ? this.#cursor : undefined;
  }

  /**
   * The next entries, at most `max`; empty if none came within `waitMs` or before the signal was aborted.
   * @throws whatever the read failed with
   */
  async take(max: number, waitMs: number, signal: AbortSignal): Promise<FedEntries> {
    if (this.#entries.length === 0 && !this.#error) await this.#wait(waitMs, signal);
    if (this.#error) {
      const { error } = this.#error;
      this.#error = undefined;
      throw error;
    }
    const wanted = this.cursor;
    const entries = this.#entries.splice(0, max);
    if (wanted === undefined) this.#options.onWant();
    return { entries, isGapless: this.#isGapless };
  }

  /** @param isGapless – of these entries, back to the cursor */
  push(entries: readonly ReadEntry[], isGapless: Promise<boolean>): void {
    for (const [id, fields] of entries) {
      this.#entries.push(decodeEntry(this.#options.stream, id, fields));
      this.#cursor = id;
    }
    this.#isGapless = Promise.all([this.#isGapless, isGapless]).then((all) => all.every(Boolean));
    this.#isGapless.catch(() => undefined); // whoever takes the entries hears of it
    this.#wake?.();
  }

  /** Nothing more is read before `restart`: a key that cannot be read would fail the read of every other one again. */
  fail(error: unknown): void {
    this.#error = { error };
    this.#entries = [];
    this.#cursor = undefined;
    this.#wake?.();
  }

  /** Forgets what was read, and reads what follows `position`. */
  restart(position: string): void {
    this.#entries = [];
    this.#error = undefined;
    this.#isGapless = Promise.resolve(true);
    this.#cursor = position;
    this.#options.onWant();
  }

  close(): void {
    this.#options.onClose();
  }

  async #wait(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    await new Promise<void>((resolve) => {
      const finish = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', finish);
        this.#wake = undefined;
        resolve();
      };
      const timer = setTimeout(finish, ms);
      signal.addEventListener('abort', finish);
      this.#wake = finish;
    });
  }
}
