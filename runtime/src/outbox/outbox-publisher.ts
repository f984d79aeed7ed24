/**
 * Publishing is an insert: validate, serialise once, lock the key, write a row into `outbox` in the caller's
 * transaction. If that transaction rolls back, or the process dies before its commit, the event never existed.
 */
import type { MessageDefinition } from '../contract/definitions.js';
import { violationsOf } from '../contract/violations.js';
import { newId } from '../envelope/new-id.js';
import { ContractViolationError, MessageKeyError } from '../errors/errors.js';
import { systemClock, type Clock } from '../loop/clock.js';
import { partitionOf } from '../streams/partition.js';
import { currentMessageContext } from '../telemetry/message-context.js';
import { createSpan, operationAttributes } from '../telemetry/message-spans.js';
import { eventsPublished } from '../telemetry/metrics.js';
import { nextTraceparent } from '../telemetry/traceparent.js';
import { inSpan } from '../telemetry/tracing.js';
import type { MessageId, MessagePublisher, PublishOptions } from './message-publisher.js';

// The locks are taken in a CTE that the insert reads from, so `seq` is drawn only when they are held: seq order is commit
// order per key, even if somebody publishes before saving. The shared lock keeps publishMany out of the partition.
const insertOne = `
  with lock as materialized (
    select pg_advisory_xact_lock_shared(hashtextextended($2 || chr(30) || $3::int, 0)),
           pg_advisory_xact_lock(hashtextextended($2 || chr(31) || $5, 0)))
  insert into outbox (id, stream, partition, type, key, headers, data)
  select $1::uuid, $2::text, $3::int, $4::text, $5::text, $6::json, $7::json from lock`;

// Thousands of rows lock their partitions, all of them first and lowest first, instead of thousands of keys (the lock table
// is finite, and two publishers that lock in different orders would deadlock).
const lockPartitions = `
  select count(pg_advisory_xact_lock(hashtextextended($1 || chr(30) || p, 0)))
  from (select distinct p from unnest($2::int[]) p order by p) partitions`;

const insertMany = `
  insert into outbox (id, stream, partition, type, key, headers, data)
  select r.id, $2::text, r.partition, $4::text, r.key, r.headers, r.data
  from unnest($1::uuid[], $3::int[], $5::text[], $6::json[], $7::json[])
       with ordinality as r(id, partition, key, headers, data, ordinal)
  order by r.ordinal`;

const rowsPerInsert = 1_000;
/** An index of every consumer's inbox holds keys. */
const keyBytesMax = 512;

interface Row {
  readonly id: string;
  readonly partition: number;
  readonly key: string;
  readonly headers: string;
  readonly data: string;
}

/** Where times and ids come from; tests set them. */
export interface OutboxPublisherOptions {
  /** @default the system's */
  readonly clock?: Clock;
  /** @default UUIDv7 of the system's clock */
  readonly newId?: () => string;
}

export class OutboxPublisher implements MessagePublisher {
  readonly #onPublish: () => void;
  readonly #clock: Clock;
  readonly #newId: () => string;

  /** @param onPublish – told at each publish, so that a relay in this process looks sooner than its idle poll */
  constructor(onPublish: () => void = () => undefined, options: OutboxPublisherOptions = {}) {
    this.#onPublish = onPublish;
    this.#clock = options.clock ?? systemClock;
    this.#newId = options.newId ?? newId;
  }

  async publish<Type extends string, Data>(
    message: MessageDefinition<Type, Data>,
    data: Data,
    options: PublishOptions,
  ): Promise<MessageId> {
    const { address } = message.channel;
    return inSpan(
      () => createSpan(address, message.type),
      async (span) => {
        const row = this.#row(message, data, options);
        span?.setAttribute('messaging.message.id', row.id);
        const { id, partition, key, headers } = row;
        await options.transaction.query(insertOne, [id, address, partition, message.type, key, headers, row.data]);
        this.#published(message, 1);
        return id;
      },
    );
  }

  async publishMany<Type extends string, Data>(
    message: MessageDefinition<Type, Data>,
    data: readonly Data[],
    options: PublishOptions,
  ): Promise<readonly MessageId[]> {
    // One span for all of them: it is the creation of each.
    return inSpan(
      () => createSpan(message.channel.address, message.type, data.length),
      async () => this.#insertMany(message, data, options),
    );
  }

  async #insertMany<Type extends string, Data>(
    message: MessageDefinition<Type, Data>,
    data: readonly Data[],
    options: PublishOptions,
  ): Promise<readonly MessageId[]> {
    const rows = data.map((one) => this.#row(message, one, options));
    const partitions = [...new Set(rows.map(({ partition }) => partition))];
    await options.transaction.query(lockPartitions, [message.channel.address, partitions]);
    for (let from = 0; from < rows.length; from += rowsPerInsert) {
      const part = rows.slice(from, from + rowsPerInsert);
      await options.transaction.query(insertMany, [
        part.map(({ id }) => id),
        message.channel.address,
        part.map(({ partition }) => partition),
        message.type,
        part.map(({ key }) => key),
        part.map(({ headers }) => headers),
        part.map((row) => row.data),
      ]);
    }
    this.#published(message, rows.length);
    return rows.map(({ id }) => id);
  }

  #row<Data>(message: MessageDefinition<string, Data>, data: Data, options: PublishOptions): Row {
    if (!message.validateWrite(data)) {
      throw new ContractViolationError({ messageName: message.name, violations: violationsOf(message.validateWrite) });
    }
    const key = message.key === undefined ? options.key : propertyOf(data, message.key);
    if (typeof key !== 'string' || key === '' || Buffer.byteLength(key) > keyBytesMax) {
      throw new MessageKeyError({ messageName: message.name, key: message.key, got: key });
    }
    const context = currentMessageContext();
    const id = options.id ?? this.#newId();
    const causationId = options.causationId ?? context.causationId;
    const headers = {
      timestamp: (options.at ?? this.#clock.now()).toISOString(),
      correlationId: options.correlationId ?? context.correlationId ?? id,
      ...(causationId === undefined ? {} : { causationId }),
      traceparent: nextTraceparent(context.traceparent),
      schemaVersion: message.schemaVersion,
    };
    return {
      id,
      partition: partitionOf(key, message.channel.partitions),
      key,
      headers: JSON.stringify(headers),
      data: JSON.stringify(data),
    };
  }

  #published(message: MessageDefinition, count: number): void {
    eventsPublished.add(count, {
      ...operationAttributes('create', message.channel.address),
      'messaging.message.type': message.type,
    });
    this.#onPublish();
  }
}

const propertyOf = (data: unknown, name: string): unknown =>
  typeof data === 'object' && data !== null ? Object.entries(data).find(([key]) => key === name)?.[1] : undefined;
