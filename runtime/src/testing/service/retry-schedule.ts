/**
 * Retries by the fake clock. The inbox keeps when a message is due on the clock of the database, which goes on while a test
 * runs: so each due time is taken out of the row when it appears, kept here, and put back when the fake clock gets there.
 */
import type { Pool } from 'pg';
import type { RetryPolicy } from '../../contract/definitions.js';
import { backoffMs } from '../../retry/backoff.js';
import type { FakeClock } from '../clock/fake-clock.js';

interface Due {
  /** Attempts behind it: with another number it is another due time. */
  readonly attempts: number;
  readonly atMs: number;
}

export class RetrySchedule {
  readonly #due = new Map<string, Due>();

  /** @param policies – by stream */
  constructor(
    readonly pool: Pool,
    readonly clock: FakeClock,
    readonly policies: ReadonlyMap<string, RetryPolicy>,
  ) {}

  /** When the next message is due, in milliseconds since 1970; undefined if none is tried again. */
  get nextMs(): number | undefined {
    const times = [...this.#due.values()].map(({ atMs }) => atMs);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /** How long a message has to wait yet; undefined if it is not tried again. */
  waitMs(messageId: string): number | undefined {
    const due = this.#due.get(messageId);
    return due && Math.max(0, due.atMs - this.clock.now().getTime());
  }

  /** Call it after each delivery: takes over the due times that it left in the inbox. */
  async take(): Promise<void> {
    const result = await this.pool.query<{ id: string; attempts: number; stream: string }>(
      `select id, attempts, stream from inbox where state = 'retrying'`,
    );
    const known = new Map(this.#due);
    this.#due.clear();
    const taken: string[] = [];
    for (const { id, attempts, stream } of result.rows) {
      const policy = this.policies.get(stream);
      if (!policy) continue;
      const before = known.get(id);
      if (before?.attempts === attempts) {
        this.#due.set(id, before);
        continue;
      }
      // The kit's deliveries have no jitter.
      this.#due.set(id, { attempts, atMs: this.clock.now().getTime() + backoffMs(policy, attempts, 0) });
      taken.push(id);
    }
    await this.pool.query(
      `update inbox set next_attempt_at = clock_timestamp() + interval '100 years' where id = any($1)`,
      [taken],
    );
  }

  /** Makes what is due by the fake clock due by the database's. */
  async release(): Promise<void> {
    const nowMs = this.clock.now().getTime();
    const due = [...this.#due].flatMap(([id, { atMs }]) => (atMs <= nowMs ? [id] : []));
    for (const id of due) this.#due.delete(id);
    await this.pool.query(
      `update inbox set next_attempt_at = clock_timestamp() - interval '1 second' where id = any($1)`,
      [due],
    );
  }
}
