/** What this process knows of `consumer_pause`: looked at once a second, asked before each batch. */
import type { Sql } from '../database/sql.js';
import { pausedStreams } from './pause.js';

export class PausedStreams {
  #since: ReadonlyMap<string, Date> = new Map();
  #waiting: (() => void)[] = [];

  /** Since when, by stream. */
  get since(): ReadonlyMap<string, Date> {
    return this.#since;
  }

  isPaused(stream: string): boolean {
    return this.#since.has(stream);
  }

  async refresh(sql: Sql): Promise<void> {
    this.#since = await pausedStreams(sql);
    for (const look of this.#waiting) look();
  }

  /** Resolves when the stream is not paused, or the signal is aborted. */
  async untilResumed(stream: string, signal: AbortSignal): Promise<void> {
    if (signal.aborted || !this.isPaused(stream)) return;
    await new Promise<void>((resolve) => {
      const look = (): void => {
        if (!signal.aborted && this.isPaused(stream)) return;
        this.#waiting = this.#waiting.filter((waiting) => waiting !== look);
        signal.removeEventListener('abort', look);
        resolve();
      };
      this.#waiting.push(look);
      signal.addEventListener('abort', look);
    });
  }
}
