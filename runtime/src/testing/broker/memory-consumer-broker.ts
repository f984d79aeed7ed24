/** The consumer's side of a broker in memory: one connection of it. */
import type { ConsumerBroker, Cursor, GroupState, ReadEntry, StreamState } from '../../broker/broker.js';
import { Alarm } from '../../loop/alarm.js';
import { connectionLost, type MemoryLine } from './memory-line.js';
import { ensureGroup, groupStates } from './memory-relay-broker.js';
import type { MemoryStreams } from './memory-streams.js';

/** How long after BLOCK an answer may still come, as over a wire. */
const watchdogMs = 2_000;

export class MemoryConsumerBroker implements ConsumerBroker {
  /** Ends the wait of the read that is under way. */
  #interrupt: (() => void) | undefined;
  #isClosed = false;

  constructor(
    readonly line: MemoryLine,
    readonly streams: MemoryStreams,
  ) {}

  async read(
    cursors: readonly Cursor[],
    { countMax, blockMs }: { countMax: number; blockMs: number },
  ): Promise<ReadonlyMap<string, readonly ReadEntry[]>> {
    const endsAt = performance.now() + blockMs;
    let isInterrupted = false;
    const changes = new Alarm();
    const tell = (): void => changes.ring();
    const stopWatching = [this.streams.watch(tell), this.line.watch(tell)];
    this.#interrupt = () => {
      isInterrupted = true;
      changes.ring();
    };
    try {
      await new Promise(setImmediate);
      for (;;) {
        if (this.#isClosed) throw connectionLost();
        this.line.assertTaken('read');
        const leftMs = endsAt - performance.now();
        if (this.line.isFrozen) {
          if (leftMs + watchdogMs <= 0) throw new Error('Command timed out');
          await changes.wait(leftMs + watchdogMs);
          continue;
        }
        const found = this.#entriesAfter(cursors, countMax);
        if (found.size > 0 || isInterrupted || leftMs <= 0) return found;
        await changes.wait(leftMs);
      }
    } finally {
      this.#interrupt = undefined;
      for (const stop of stopWatching) stop();
    }
  }

  interrupt(): void {
    this.#interrupt?.();
  }

  /** The connection is gone: the read under way fails. */
  close(): void {
    this.#isClosed = true;
    this.#interrupt?.();
  }

  async repairGroup(key: string, group: string, position: string): Promise<void> {
    await this.line.send('grow', () => {
      const stream = this.streams.ensure(key);
      ensureGroup(stream, group, position);
      stream.setGroupId(group, position);
      stream.acknowledgeUpTo(group, position);
    });
  }

  async showPosition(key: string, group: string, position: string): Promise<void> {
    await this.line.send('write', () => this.streams.existing(key).setGroupId(group, position));
  }

  async group(key: string, group: string): Promise<GroupState | undefined> {
    return this.line.send('read', () => groupStates(this.streams.find(key)).find(({ name }) => name === group));
  }

  async stream(key: string): Promise<StreamState> {
    return this.line.send('read', () => this.streams.state(key));
  }

  #entriesAfter(cursors: readonly Cursor[], countMax: number): ReadonlyMap<string, readonly ReadEntry[]> {
    const found = new Map<string, readonly ReadEntry[]>();
    for (const { key, after } of cursors) {
      const entries = this.streams.find(key)?.after(after, countMax) ?? [];
      if (entries.length > 0) {
        found.set(
          key,
          entries.map(({ id, fields }): ReadEntry => [id, fields]),
        );
      }
    }
    return found;
  }
}
