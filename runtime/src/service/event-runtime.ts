/**
 * Everything that one process of a service runs for its events: the relay candidate and the consumers.
 * `start` → (running) → `stopConsuming` → `close`; a process that is killed instead leaves nothing that has to be repaired
 * by hand.
 */
import type { DataSource, EntitySubscriberInterface } from 'typeorm';
import type { Broker } from '../broker/broker.js';
import type { RedisAddress } from '../broker/redis-address.js';
import { redisBroker } from '../broker/redis-broker.js';
import { Consumer } from '../consumer/consumer.js';
import type { ConsumerStatus } from '../consumer/consumer-status.js';
import type { DeliveryScope } from '../consumer/delivery.js';
import type { ServiceDefinition } from '../contract/definitions.js';
import { answerMaxMsDefault, withDeadline } from '../database/answer-deadline.js';
import { requireOwnSessions } from '../database/own-sessions.js';
import { poolOf } from '../database/pool-of.js';
import { newId } from '../envelope/new-id.js';
import { nowhere, type AtPoint } from '../loop/fault-point.js';
import { GiveUp } from '../loop/give-up.js';
import { Permits } from '../loop/permits.js';
import { registerStreams } from '../outbox/channels.js';
import { registerEra, verifyConnections } from '../outbox/era.js';
import { Relay, type RelayOptions } from '../outbox/relay.js';
import { checkRegistrations, checkStoredStates, warnOfOrphans } from '../saga/check-sagas.js';
import type { SagaRunner } from '../saga/saga-runner.js';
import { SagaTimers } from '../saga/saga-timers.js';
import { beginCounters } from '../telemetry/begin-counters.js';
import type { Logger } from '../telemetry/logger.js';
import { observe } from '../telemetry/observe.js';
import { CapabilityProbe } from './capability-probe.js';
import type { Finding } from './finding.js';
import { handledMessages, type Handlers } from './handlers.js';

export interface EventRuntimeOptions {
  readonly service: ServiceDefinition;
  /** Initialised and migrated. Its pool must hold `transactionsMax` + 4 connections besides those of the service itself. */
  readonly dataSource: DataSource;
  /** In one of the forms of REDIS_URL, or taken apart by `parseRedisAddress`. */
  readonly redisUrl: string | RedisAddress;
  /** Instead of Redis: the in-memory broker of the testing kit. Closed with the runtime. */
  readonly broker?: Broker;
  readonly keyPrefix: string;
  readonly handlers: Handlers;
  /** Runs the sagas that stand in `handlers`, and fires their timers. */
  readonly sagas?: SagaRunner;
  readonly logger: Logger;
  /** Batches that may be in a transaction at once. @default 8 */
  readonly transactionsMax?: number;
  /** How long an instance that says nothing keeps relay and partitions. @default 6 000 ms */
  readonly leaseMs?: number;
  /** Entries handled in one transaction. @default 200 */
  readonly batchMax?: number;
  /** Longest time that a partition does not look again at what others may have changed. @default 5 000 ms */
  readonly idleMaxMs?: number;
  /** How often the inbox forgets what is done for long. @default 60 000 ms */
  readonly forgetEveryMs?: number;
  /** How long a stop waits for what is in flight before it rolls that back. @default 5 000 ms */
  readonly drainMaxMs?: number;
  /** How long PostgreSQL may take to answer a statement of the consumers before its connection is given up. @default 15 000 ms */
  readonly answerMaxMs?: number;
  /** How often the relay looks, and how much at once. */
  readonly relay?: Pick<RelayOptions, 'maintenanceMs' | 'chunkRows'>;
  /** For fault tests. */
  readonly atPoint?: AtPoint;
}

export interface EventRuntimeStatus {
  /**
   * `degraded`: something does not answer; events wait, nothing is lost. `down`: a server is set up so that a guarantee is lost;
   * `findings` says which.
   */
  readonly status: 'up' | 'degraded' | 'down';
  readonly relay: { readonly state: string; readonly trouble?: string };
  readonly consumers: ConsumerStatus;
  /** What PostgreSQL and Redis, as they are set up, cost; empty before the first look. */
  readonly findings: readonly Finding[];
}

export class EventRuntime {
  readonly #options: EventRuntimeOptions;
  readonly #broker: Broker;
  readonly #relay: Relay;
  readonly #consumer: Consumer;
  readonly #timers: SagaTimers | undefined;
  readonly #probe: CapabilityProbe;
  /** TypeORM tells it of every commit of the service's own transactions. */
  readonly #commits: EntitySubscriberInterface = { afterTransactionCommit: () => this.#relay.committed() };
  #endObservation: (() => void) | undefined;

  constructor(options: EventRuntimeOptions) {
    this.#options = options;
    const { service, dataSource, keyPrefix, logger, atPoint = nowhere } = options;
    const pool = poolOf(dataSource);
    const instance = newId();
    const leaseMs = options.leaseMs ?? 6_000;
    const answerMaxMs = options.answerMaxMs ?? answerMaxMsDefault;
    const sql = withDeadline(pool, answerMaxMs);
    const giveUp = new GiveUp();
    const permits = new Permits(options.transactionsMax ?? 8);
    const onCommit = (): void => this.#relay.committed();
    const scopes = Object.entries(service.consumers).map(([name, consumer]): DeliveryScope => {
      const handlers = handledMessages(consumer, options.handlers[name] ?? {}, options.sagas);
      return {
        consumer,
        service: { version: service.version, instance },
        handlers,
        dataSource,
        pool,
        sql,
        answerMaxMs,
        giveUp,
        permits,
        logger,
        random: Math.random,
        onCommit,
        atPoint,
      };
    });
    if (options.sagas) checkRegistrations(service, options.handlers, options.sagas);
    // Nothing is opened before everything is there: a service that may not start leaves nothing behind.
    this.#broker = options.broker ?? redisBroker(options.redisUrl, service.name);
    this.#relay = new Relay({
      service,
      pool,
      broker: this.#broker.relay,
      keyPrefix,
      instance,
      logger,
      leaseMs,
      answerMaxMs,
      atPoint,
      ...options.relay,
    });
    this.#consumer = new Consumer({
      scopes,
      giveUp,
      broker: this.#broker.consumer,
      keyPrefix,
      instance,
      logger,
      leaseMs,
      ...(options.batchMax === undefined ? {} : { batchMax: options.batchMax }),
      ...(options.idleMaxMs === undefined ? {} : { idleMaxMs: options.idleMaxMs }),
      ...(options.forgetEveryMs === undefined ? {} : { forgetEveryMs: options.forgetEveryMs }),
      ...(options.drainMaxMs === undefined ? {} : { drainMaxMs: options.drainMaxMs }),
    });
    this.#timers = this.#sagaTimers(options);
    this.#probe = new CapabilityProbe({ sql, broker: this.#broker.relay, logger });
  }

  #sagaTimers({ sagas, dataSource, logger, answerMaxMs }: EventRuntimeOptions): SagaTimers | undefined {
    if (!sagas || sagas.sagas.length === 0) return undefined;
    const onCommit = (): void => this.#relay.committed();
    const options = { runner: sagas, dataSource, logger, onCommit };
    return new SagaTimers({ ...options, ...(answerMaxMs === undefined ? {} : { answerMaxMs }) });
  }

  get status(): EventRuntimeStatus {
    const relay = this.#relay.status;
    const consumers = this.#consumer.status;
    const trouble = relay.trouble ?? consumers.trouble ?? this.#timers?.trouble;
    const { findings } = this.#probe;
    const isLost = findings.some(({ severity }) => severity === 'error');
    return { status: isLost ? 'down' : trouble === undefined ? 'up' : 'degraded', relay, consumers, findings };
  }

  /**
   * @throws PartitionCountError – the contract changed a channel's partitions; the service must not run;
   *   SagaMismatchError – a saga is stored in a state that its definition does not have;
   *   DatabaseReplacedError – the database was restored into another cluster; `streampact-ops streams rebase` first;
   *   DatabasePooledError – connections are no sessions of their own
   */
  async start(): Promise<void> {
    const pool = poolOf(this.#options.dataSource);
    await requireOwnSessions(pool);
    await registerEra(pool);
    verifyConnections(pool);
    await registerStreams(pool, this.#options.service);
    const { sagas, logger } = this.#options;
    if (sagas) {
      await checkStoredStates(pool, sagas);
      await warnOfOrphans(pool, sagas, logger);
    }
    this.#options.dataSource.subscribers.push(this.#commits);
    beginCounters(this.#options.service);
    this.#endObservation = observe({
      pool,
      broker: this.#broker.consumer,
      consumer: this.#consumer,
      relay: this.#relay,
      sagas: sagas?.sagas.map(({ name }) => name) ?? [],
      findings: () => this.#probe.findings,
    });
    this.#relay.start();
    this.#consumer.start();
    this.#timers?.start();
    this.#probe.start();
  }

  /** Says that events are about to be committed: the relay looks sooner than its idle poll. */
  nudge(): void {
    this.#relay.nudge();
  }

  /** Stops reading and firing timers, finishes or rolls back what is in flight, gives the partitions back. */
  async stopConsuming(): Promise<void> {
    await Promise.all([this.#timers?.stop(), this.#consumer.stop()]);
  }

  /** Relays what is committed, gives the relay back, and closes the connections to the broker. Call it after stopConsuming. */
  async close(): Promise<void> {
    this.#probe.stop();
    await this.#relay.stop();
    const { subscribers } = this.#options.dataSource;
    if (subscribers.includes(this.#commits)) subscribers.splice(subscribers.indexOf(this.#commits), 1);
    this.#endObservation?.();
    this.#endObservation = undefined;
    this.#broker.close();
  }
}
