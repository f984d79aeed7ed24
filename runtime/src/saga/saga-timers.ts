/**
 * The loop that fires timers and removes sagas that ended long ago: `stopped` → start → `running` → stop → `stopped`. Runs in
 * every instance of a service; each timer is fired by one.
 */
import type { DataSource } from 'typeorm';
import { answerMaxMsDefault, withDeadline } from '../database/answer-deadline.js';
import { poolOf } from '../database/pool-of.js';
import { GiveUp } from '../loop/give-up.js';
import { PollingWorker } from '../loop/polling-worker.js';
import type { Logger } from '../telemetry/logger.js';
import { fireDueTimer, type TimerScope } from './fire-timer.js';
import { removeEnded } from './remove-ended.js';
import type { SagaRunner } from './saga-runner.js';

export interface SagaTimersOptions {
  readonly runner: SagaRunner;
  readonly dataSource: DataSource;
  readonly logger: Logger;
  /** Told after each commit that may have written outbox rows. */
  readonly onCommit: () => void;
  /** Longest pause between two looks at the timers. @default 250 ms */
  readonly idleMs?: number;
  /** How long a saga may take when its timer fires. @default 30 000 ms */
  readonly timeoutMs?: number;
  /** How long `stop` waits for the timer in hand before it is rolled back. @default 5 000 ms */
  readonly drainMaxMs?: number;
  /** How long PostgreSQL may take to answer before its connection is given up. @default 15 000 ms */
  readonly answerMaxMs?: number;
  /** Pause between two looks for sagas that ended long ago. @default 60 000 ms */
  readonly removeEveryMs?: number;
}

export class SagaTimers {
  readonly #options: SagaTimersOptions;
  readonly #scope: TimerScope;
  readonly #giveUp = new GiveUp();
  readonly #worker: PollingWorker;
  #removedAt = Number.NEGATIVE_INFINITY;

  constructor(options: SagaTimersOptions) {
    this.#options = options;
    const { runner, dataSource, timeoutMs = 30_000, answerMaxMs = answerMaxMsDefault } = options;
    const sql = withDeadline(poolOf(dataSource), answerMaxMs);
    this.#scope = { runner, dataSource, sql, giveUp: this.#giveUp, timeoutMs, answerMaxMs };
    this.#worker = new PollingWorker({
      work: async () => this.#look(),
      logger: options.logger,
      troubleBegins: 'timers of sagas cannot be looked at; it is tried again',
      troubleEnds: 'timers of sagas are looked at again',
    });
  }

  /** What is wrong right now. */
  get trouble(): string | undefined {
    return this.#worker.trouble;
  }

  start(): void {
    this.#giveUp.reset();
    this.#worker.start();
  }

  /** Resolves when the timer in hand has fired, or was rolled back after `drainMaxMs`: then it fires at the next start. */
  async stop(): Promise<void> {
    const drain = setTimeout(() => this.#giveUp.now(), this.#options.drainMaxMs ?? 5_000);
    await this.#worker.stop();
    clearTimeout(drain);
  }

  /** @returns how long to wait before the next look, in ms */
  async #look(): Promise<number> {
    const { logger, onCommit, runner, idleMs = 250, removeEveryMs = 60_000 } = this.#options;
    const fired = await fireDueTimer(this.#scope);
    if (fired.kind === 'fired') onCommit();
    if (fired.kind === 'failed') {
      logger.error({ ...fired.timer, err: fired.error }, 'timer of a saga failed; it is tried again');
    }
    if (fired.kind !== 'none') return 0;
    if (performance.now() - this.#removedAt < removeEveryMs) return idleMs;
    const more = await Promise.all(runner.sagas.map(async (saga) => removeEnded(this.#scope.sql, saga)));
    if (more.includes(true)) return 0;
    this.#removedAt = performance.now();
    return idleMs;
  }
}
