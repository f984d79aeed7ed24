/** The consumers of a tested service with the partitions of their streams, all of them held by the test. */
import type { DataSource } from 'typeorm';
import type { DeliveryScope, HandledMessage } from '../../consumer/delivery.js';
import { claim, registerPartitions } from '../../consumer/leases.js';
import type { ConsumerDefinition, RetryPolicy, ServiceDefinition } from '../../contract/definitions.js';
import { answerMaxMsDefault } from '../../database/answer-deadline.js';
import { poolOf } from '../../database/pool-of.js';
import type { DomainEvent } from '../../envelope/domain-event.js';
import { newId } from '../../envelope/new-id.js';
import { nowhere } from '../../loop/fault-point.js';
import { GiveUp } from '../../loop/give-up.js';
import { Permits } from '../../loop/permits.js';
import { partitionOf } from '../../streams/partition.js';
import type { Logger } from '../../telemetry/logger.js';
import { TestSetupError } from '../errors.js';
import { TestPartition } from './test-partition.js';

/** What a test may say instead of the contract. */
export type TestedPolicy = Partial<Pick<ConsumerDefinition, 'retry' | 'onDeadLetter' | 'handlerTimeoutMs'>>;

export interface TestedConsumersOptions {
  readonly service: ServiceDefinition;
  readonly dataSource: DataSource;
  /** By consumer, then by wire name. */
  readonly handlers: ReadonlyMap<string, ReadonlyMap<string, HandledMessage>>;
  readonly policy: TestedPolicy;
  readonly logger: Logger;
}

interface TestedConsumer {
  readonly scope: DeliveryScope;
  readonly partitions: readonly TestPartition[];
}

/** Of a dead test's instance nobody is left; a running one says that it lives. */
const leaseMs = 60_000;

export class TestedConsumers {
  private constructor(readonly byName: ReadonlyMap<string, TestedConsumer>) {}

  /** @throws TestSetupError – a running instance uses the database */
  static async open(options: TestedConsumersOptions): Promise<TestedConsumers> {
    const instance = newId();
    const consumers = new Map<string, TestedConsumer>();
    for (const [name, contract] of Object.entries(options.service.consumers)) {
      const scope = scopeOf(options, name, contract, instance);
      consumers.set(name, { scope, partitions: await openPartitions(scope, instance) });
    }
    return new TestedConsumers(consumers);
  }

  get partitions(): readonly TestPartition[] {
    return [...this.byName.values()].flatMap(({ partitions }) => partitions);
  }

  /** By stream. */
  get retryPolicies(): ReadonlyMap<string, RetryPolicy> {
    return new Map(
      [...this.byName.values()].map(({ scope: { consumer } }) => [consumer.channel.address, consumer.retry]),
    );
  }

  /**
   * Where the relay of an event's owner would have put it.
   * @param name – the consumer that gets it. @default the one that receives its type
   * @throws TestSetupError – none does, or more than one, or the test has no handler of it
   */
  partitionFor({ type, aggregateId }: DomainEvent, name?: string): TestPartition {
    const consumer = name === undefined ? this.#receiving(type) : this.#named(name);
    const { channel } = consumer.scope.consumer;
    return at(consumer, partitionOf(aggregateId, channel.partitions));
  }

  /** @throws TestSetupError – the contract has no such consumer, or its stream no such partition */
  partition(name: string, partition: number): TestPartition {
    return at(this.#named(name), partition);
  }

  #receiving(type: string): TestedConsumer {
    const [found, ...others] = [...this.byName.values()].filter(({ scope }) =>
      Object.values(scope.consumer.messages).some((message) => message.type === type),
    );
    if (!found || others.length > 0) {
      throw new TestSetupError(
        `${found ? 'More than one consumer' : 'No consumer'} of this service receives ${type}. ` +
          `Name one as \`consumer\`: ${this.#names}.`,
      );
    }
    if (found.scope.handlers.has(type)) return found;
    throw new TestSetupError(`This test has no handler of ${type}: give it one, or \`ignored\`.`);
  }

  #named(name: string): TestedConsumer {
    const consumer = this.byName.get(name);
    if (consumer) return consumer;
    throw new TestSetupError(`This service has no consumer "${name}"; it has ${this.#names}.`);
  }

  get #names(): string {
    return [...this.byName.keys()].join(', ');
  }
}

const at = ({ scope, partitions }: TestedConsumer, number: number): TestPartition => {
  const partition = partitions[number];
  if (partition) return partition;
  const { address, partitions: count } = scope.consumer.channel;
  throw new TestSetupError(`${address} has no partition ${String(number)}; it has ${String(count)}, from 0 on.`);
};

const scopeOf = (
  { service, dataSource, handlers, policy, logger }: TestedConsumersOptions,
  name: string,
  contract: ConsumerDefinition,
  instance: string,
): DeliveryScope => {
  const pool = poolOf(dataSource);
  return {
    consumer: { ...contract, ...policy },
    service: { version: service.version, instance },
    handlers: handlers.get(name) ?? new Map(),
    dataSource,
    pool,
    sql: pool,
    answerMaxMs: answerMaxMsDefault,
    giveUp: new GiveUp(),
    permits: new Permits(1),
    logger,
    random: () => 0,
    onCommit: () => undefined,
    atPoint: nowhere,
  };
};

const openPartitions = async (scope: DeliveryScope, instance: string): Promise<readonly TestPartition[]> => {
  const { channel, group } = scope.consumer;
  await registerPartitions(scope.pool, [scope.consumer]);
  const leases = await claim(scope.pool, instance, { stream: channel.address, limit: channel.partitions, leaseMs });
  if (leases.length < channel.partitions) {
    throw new TestSetupError(
      `A running instance of ${group} reads ${channel.address} with this database. Stop it, or give the test a database of its own.`,
    );
  }
  const byPartition = leases.toSorted((left, right) => left.partition - right.partition);
  return Promise.all(byPartition.map(async (lease) => TestPartition.open(scope, lease)));
};
