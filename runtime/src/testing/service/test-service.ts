/**
 * Given, when, then for the handlers of a service, in a real database: an event is delivered as the owner of its partition
 * delivers it (inbox, transaction, handler, outbox, position), and what came of it is read where the service puts it.
 * There is no Redis, no loop and no waiting: when a call returns, everything that follows from it has happened.
 *
 *   const service = await testService({ service: userService, dataSource, handlers: ({ publisher }) => ({ … }) });
 *   await service.given(userCreatedEvent({ userId }));
 *   const { published, outcome } = await service.when(orderPlacedEvent({ userId }));
 *   expect(published(messages.creditReserved)).toMatchObject([{ data: { userId } }]);
 */
import type { Pool } from 'pg';
import type { DataSource, EntityManager } from 'typeorm';
import { release } from '../../consumer/leases.js';
import type { ServiceDefinition } from '../../contract/definitions.js';
import { poolOf } from '../../database/pool-of.js';
import type { DomainEvent } from '../../envelope/domain-event.js';
import { LeaseLostError } from '../../errors/errors.js';
import { OutboxPublisher } from '../../outbox/outbox-publisher.js';
import type { SagaBinding } from '../../saga/saga-binding.js';
import { SagaRunner } from '../../saga/saga-runner.js';
import { silentLogger, type Logger } from '../../telemetry/logger.js';
import { fakeClock, type FakeClock } from '../clock/fake-clock.js';
import { GivenNotHandledError, TestSetupError } from '../errors.js';
import { eventFields } from './event-fields.js';
import { describeOutcome, outcomesOf, unfinishedIds, type Outcome } from './outcome.js';
import { lastSeq, outboxAfter, publishedOf, type Published } from './published-events.js';
import { RetrySchedule } from './retry-schedule.js';
import { SagaSchedule } from './saga-schedule.js';
import { TestedConsumers, type TestedPolicy } from './tested-consumers.js';
import { testedMessages, type TestedHandlers } from './tested-messages.js';
import type { TestPartition } from './test-partition.js';

/** What handlers are made of. */
export interface TestedParts<Publisher> {
  /** The service's generated publisher; its times and ids are the clock's. */
  readonly publisher: Publisher;
  readonly dataSource: DataSource;
  readonly clock: FakeClock;
  /** Runs the sagas that stand in the handler map or in `sagas`. */
  readonly sagas: SagaRunner;
}

export interface TestServiceOptions<Publisher extends object> {
  /** Generated definition of the service, e.g. `userService`. */
  readonly service: ServiceDefinition<Publisher>;
  /** Initialised and migrated; no running instance of the service may use its database. */
  readonly dataSource: DataSource;
  readonly handlers: (parts: TestedParts<Publisher>) => TestedHandlers | Promise<TestedHandlers>;
  /** Sagas with the functions that change the service's own tables; those of the handler map need not be here. */
  readonly sagas?: (parts: TestedParts<Publisher>) => readonly SagaBinding[];
  /** @default one at 2030-01-01T00:00:00.000Z */
  readonly clock?: FakeClock;
  /** Instead of what the contract says. */
  readonly policy?: TestedPolicy;
  /** @default a silent one */
  readonly logger?: Logger;
}

export interface DeliveryOptions {
  /** How often the same is delivered, one after the other. @default 1 */
  readonly times?: number;
  /** The consumer that gets it, e.g. `ordersStream`. @default the one that receives its type */
  readonly consumer?: string;
}

/** Everything that followed. */
export interface Consequences {
  readonly published: Published;
  /** Of the last delivery: one is what most tests make. */
  readonly outcome: Outcome;
  /** Of each delivery, in their order. */
  readonly outcomes: readonly Outcome[];
}

export const testService = async <Publisher extends object>(
  options: TestServiceOptions<Publisher>,
): Promise<TestService<Publisher>> => TestService.open(options);

export class TestService<Publisher extends object = object> {
  readonly #paused = new Map<TestPartition, unknown>();

  private constructor(
    readonly parts: TestedParts<Publisher>,
    readonly pool: Pool,
    readonly consumers: TestedConsumers,
    readonly retries: RetrySchedule,
    readonly timers: SagaSchedule,
  ) {}

  /** @throws TestSetupError – handlers of what the contract does not have, or a running instance uses the database */
  static async open<Publisher extends object>({
    service,
    dataSource,
    handlers: makeHandlers,
    sagas: bindSagas = () => [],
    clock = fakeClock(),
    policy = {},
    logger = silentLogger,
  }: TestServiceOptions<Publisher>): Promise<TestService<Publisher>> {
    const pool = poolOf(dataSource);
    const outbox = new OutboxPublisher(undefined, { clock, newId: clock.newId });
    const sagas = new SagaRunner({ publisher: outbox, logger, now: clock.now, timerClock: clock });
    const parts = { publisher: new service.Publisher(outbox), dataSource, clock, sagas };
    for (const binding of bindSagas(parts)) sagas.bind(binding);
    const handlers = testedMessages(service, await makeHandlers(parts), sagas);
    const consumers = await TestedConsumers.open({ service, dataSource, handlers, policy, logger });
    const retries = new RetrySchedule(pool, clock, consumers.retryPolicies);
    return new TestService(parts, pool, consumers, retries, new SagaSchedule(sagas, dataSource, pool, clock));
  }

  get publisher(): Publisher {
    return this.parts.publisher;
  }

  get clock(): FakeClock {
    return this.parts.clock;
  }

  /** Begins sagas and commands them, e.g. in `whenRun`. */
  get sagas(): SagaRunner {
    return this.parts.sagas;
  }

  /** Delivers events of the past. @throws GivenNotHandledError – one of them was not handled */
  async given(...events: readonly DomainEvent[]): Promise<void> {
    const { outcomes } = await this.when(events);
    outcomes.forEach((outcome, index) => {
      const event = events[index];
      if (outcome.state === 'done' || event === undefined) return;
      throw new GivenNotHandledError(
        `${describeOutcome(event, outcome)}. Events given to a test have to be handled before it begins: ` +
          'give what this one needs first, or deliver it with `when`.',
      );
    });
  }

  /**
   * Delivers one event, or several in their order: those of one partition that follow each other are a batch. Events may
   * break their contract: that is what a poison message is.
   */
  async when(events: DomainEvent | readonly DomainEvent[], options: DeliveryOptions = {}): Promise<Consequences> {
    const list: readonly DomainEvent[] = 'id' in events ? [events] : events;
    const deliveries = list.map((event) => ({
      partition: this.consumers.partitionFor(event, options.consumer),
      fields: eventFields(event),
    }));
    return this.#observe(async () => this.#deliverAll(deliveries, options.times ?? 1));
  }

  /** Delivers an entry as it stands, also one that is no event: name, value, name, value … */
  async whenEntry(consumer: string, fields: readonly string[], partition = 0): Promise<Consequences> {
    const deliveries = [{ partition: this.consumers.partition(consumer, partition), fields }];
    return this.#observe(async () => this.#deliverAll(deliveries, 1));
  }

  /** Runs what is no handler, e.g. a use case that publishes, in a transaction of its own. */
  async whenRun(work: (transaction: EntityManager) => Promise<unknown>): Promise<Consequences> {
    return this.#observe(async () => {
      await this.parts.dataSource.transaction(work);
      return [];
    });
  }

  /**
   * Lets time pass: messages that failed are tried again and timers of sagas fire, each at its time.
   * @throws what a saga fails with when its timer fires; a running service would log it and try again
   */
  async advance(ms: number): Promise<Consequences> {
    return this.#observe(async () => {
      const ids = await unfinishedIds(this.pool);
      const endMs = this.clock.now().getTime() + ms;
      const paused = [...this.#paused.keys()]; // one that is paused again is not tried again
      for (const partition of paused) await this.#deliver(partition);
      for (;;) {
        const nextMs = Math.min(this.retries.nextMs ?? Infinity, (await this.timers.nextMs()) ?? Infinity);
        if (nextMs > endMs) break;
        this.clock.set(new Date(Math.max(nextMs, this.clock.now().getTime())));
        await this.retries.release();
        for (const partition of this.consumers.partitions) await this.#retry(partition);
        await this.retries.take();
        await this.timers.fire();
      }
      this.clock.set(new Date(endMs));
      return ids.map((messageId) => ({ messageId }));
    });
  }

  /** What is known of a message now. */
  async outcomeOf({ id }: Pick<DomainEvent, 'id'>): Promise<Outcome> {
    return this.#outcome({ messageId: id }, await outcomesOf(this.pool, [id]));
  }

  /** Gives the partitions back; the DataSource is the test's own. */
  async close(): Promise<void> {
    for (const { scope, lease } of this.consumers.partitions) await release(scope.pool, lease);
  }

  async #observe(act: () => Promise<readonly Delivered[]>): Promise<Consequences> {
    const seq = await lastSeq(this.pool);
    const delivered = await act();
    const known = await outcomesOf(
      this.pool,
      delivered.map(({ messageId }) => messageId),
    );
    const outcomes = delivered.map((one) => this.#outcome(one, known));
    return {
      published: publishedOf(await outboxAfter(this.pool, seq)),
      outcomes,
      get outcome() {
        const last = outcomes.at(-1);
        if (!last) throw new TestSetupError('Nothing was delivered, so there is no outcome.');
        return last;
      },
    };
  }

  async #deliverAll(deliveries: readonly Delivery[], times: number): Promise<readonly Delivered[]> {
    const delivered: Delivered[] = [];
    for (let time = 0; time < times; time++) {
      for (const [index, { partition, fields }] of deliveries.entries()) {
        delivered.push({ messageId: partition.append(fields, this.clock.now().getTime()), partition });
        if (deliveries[index + 1]?.partition !== partition || time + 1 < times) await this.#deliver(partition);
      }
    }
    return delivered;
  }

  async #deliver(partition: TestPartition): Promise<void> {
    this.#paused.delete(partition);
    await this.#orPause(partition, async () => partition.deliver());
    await this.retries.take();
    await this.#retry(partition);
    await this.retries.take();
  }

  async #retry(partition: TestPartition): Promise<void> {
    await this.#orPause(partition, async () => partition.deliverUnfinished());
  }

  /** What says nothing about a message pauses its partition; the loop of a running service would try again. */
  async #orPause(partition: TestPartition, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (error instanceof LeaseLostError) throw error;
      this.#paused.set(partition, error);
    }
  }

  #outcome({ messageId, partition }: Delivered, known: ReadonlyMap<string, Outcome>): Outcome {
    const outcome = known.get(messageId);
    const dueInMs = this.retries.waitMs(messageId);
    if (outcome) return { ...outcome, ...(dueInMs === undefined ? {} : { dueInMs }) };
    const pausedBy = partition && this.#paused.get(partition);
    const nothing = { messageId, attempts: 0, errors: [] };
    return pausedBy === undefined ? { ...nothing, state: 'ignored' } : { ...nothing, state: 'paused', pausedBy };
  }
}

interface Delivery {
  readonly partition: TestPartition;
  readonly fields: readonly string[];
}

interface Delivered {
  readonly messageId: string;
  readonly partition?: TestPartition;
}
