/**
 * Lets the inbox forget, once in a while and in small steps. One instance does it for each stream: the one that owns its first
 * partition. Nothing depends on it, and two at once do no harm.
 */
import type { ConsumerBroker } from '../broker/broker.js';
import { forgetDone } from '../inbox/retention.js';
import { Alarm } from '../loop/alarm.js';
import type { DeliveryScope } from './delivery.js';

export interface ForgettingOptions {
  /** Streams that are this instance's to look after, now. */
  readonly mine: () => readonly DeliveryScope[];
  readonly broker: ConsumerBroker;
  readonly keyOf: (scope: DeliveryScope, partition: number) => string;
  readonly everyMs: number;
}

/** Messages deleted in one statement. */
const stepMax = 1_000;
/** Statements in one go; what is left waits for the next. */
const stepsMax = 200;
/** Between statements, so that handling goes first. */
const pauseMs = 20;

export class Forgetting {
  readonly #options: ForgettingOptions;
  readonly #alarm = new Alarm();
  #stopping = false;

  constructor(options: ForgettingOptions) {
    this.#options = options;
  }

  start(): void {
    this.#stopping = false;
    void this.#run();
  }

  /** Does not wait: what is under way is one statement of its own. */
  stop(): void {
    this.#stopping = true;
    this.#alarm.ring();
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      await this.#alarm.wait(this.#options.everyMs, () => this.#stopping);
      for (const scope of this.#options.mine()) {
        await this.#forget(scope).catch((error: unknown) => {
          // Handling meets the same trouble, and says so.
          scope.logger.debug(
            { err: error, stream: scope.consumer.channel.address },
            'inbox not tidied; tried again later',
          );
        });
      }
    }
  }

  async #forget(scope: DeliveryScope): Promise<void> {
    const { broker, keyOf } = this.#options;
    const { address: stream, partitions, retentionMs } = scope.consumer.channel;
    const states = await Promise.all(
      Array.from({ length: partitions }, async (_, partition) => broker.stream(keyOf(scope, partition))),
    );
    const beginsAfter = states.map((state) => state.beginsAfter);
    for (let steps = 0; steps < stepsMax && !this.#stopping; steps++) {
      if ((await forgetDone(scope.sql, { stream, retentionMs, beginsAfter }, stepMax)) < stepMax) return;
      await this.#alarm.wait(pauseMs, () => this.#stopping);
    }
  }
}
