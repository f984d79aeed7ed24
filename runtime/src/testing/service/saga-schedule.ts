/** Timers of sagas by the fake clock: the rows hold its times, and are made due on the database's clock when it gets there. */
import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import { answerMaxMsDefault } from '../../database/answer-deadline.js';
import { GiveUp } from '../../loop/give-up.js';
import { fireDueTimer } from '../../saga/fire-timer.js';
import type { SagaRunner } from '../../saga/saga-runner.js';
import type { FakeClock } from '../clock/fake-clock.js';

/** How long a saga may take when its timer fires, in real time. */
const timeoutMs = 30_000;

export class SagaSchedule {
  constructor(
    readonly runner: SagaRunner,
    readonly dataSource: DataSource,
    readonly pool: Pool,
    readonly clock: FakeClock,
  ) {}

  /** When the next timer is due, in milliseconds since 1970; undefined if none is set. */
  async nextMs(): Promise<number | undefined> {
    const result = await this.pool.query<{ due_at: Date | null }>(
      'select min(due_at) as due_at from saga_timer where saga = any($1)',
      [this.#names],
    );
    return result.rows[0]?.due_at?.getTime();
  }

  /** Fires what is due, the first first. @throws what a saga fails with: a running service would try it again later */
  async fire(): Promise<void> {
    if (this.#names.length === 0) return;
    await this.pool.query(
      `update saga_timer set next_at = clock_timestamp() +
         case when due_at <= $2 then due_at - $2 - interval '1 second' else interval '100 years' end
       where saga = any($1)`,
      [this.#names, this.clock.now()],
    );
    for (;;) {
      const fired = await fireDueTimer({
        runner: this.runner,
        dataSource: this.dataSource,
        sql: this.pool,
        giveUp: new GiveUp(),
        answerMaxMs: answerMaxMsDefault,
        timeoutMs,
      });
      if (fired.kind === 'none') return;
      if (fired.kind === 'failed') throw fired.error;
    }
  }

  get #names(): readonly string[] {
    return this.runner.sagas.map(({ name }) => name);
  }
}
