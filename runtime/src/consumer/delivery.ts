/** One hand-over of a message to its handler, inside a transaction that somebody else begins and ends. */
import type { Attributes } from '@opentelemetry/api';
import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import type { ConsumerDefinition, MessageDefinition } from '../contract/definitions.js';
import { ignored, type HandlerContext, type MessageHandler } from '../contract/handlers.js';
import { violationsOf } from '../contract/violations.js';
import type { HandlerTransaction } from '../database/handler-transaction.js';
import type { Sql } from '../database/sql.js';
import type { DecodedEntry } from '../envelope/decode-entry.js';
import { ContractViolationError, HandlerTimeoutError } from '../errors/errors.js';
import type { AtPoint } from '../loop/fault-point.js';
import type { GiveUp } from '../loop/give-up.js';
import type { Permits } from '../loop/permits.js';
import type { Logger } from '../telemetry/logger.js';
import { runInMessageContext } from '../telemetry/message-context.js';
import { processAttributes, processSpan } from '../telemetry/message-spans.js';
import { deliveryLatency, deliveryRetries, eventsConsumed, processDuration } from '../telemetry/metrics.js';
import { inSpan } from '../telemetry/tracing.js';

/** A message of the contract and what the service does with it. */
export interface HandledMessage {
  readonly definition: MessageDefinition;
  readonly handler: MessageHandler | typeof ignored;
}

/** What every delivery of one consumer shares. */
export interface DeliveryScope {
  readonly consumer: ConsumerDefinition;
  /** Who handles: for the history of what fails. */
  readonly service: { readonly version: string; readonly instance: string };
  /** By wire name; a type that is not in it is skipped and counted. */
  readonly handlers: ReadonlyMap<string, HandledMessage>;
  readonly dataSource: DataSource;
  /** The pool under `dataSource`. */
  readonly pool: Pool;
  /** The same, with a deadline for each statement. */
  readonly sql: Sql;
  /** How long PostgreSQL may take to answer a statement of this library. */
  readonly answerMaxMs: number;
  /** Leaves behind whatever is in flight, at a stop that has waited long enough. */
  readonly giveUp: GiveUp;
  /** Transactions that may be open at once, over all partitions of this instance. */
  readonly permits: Permits;
  readonly logger: Logger;
  /** 0 to 1, for the jitter of retries. */
  readonly random: () => number;
  /** Told after each commit that may have written outbox rows. */
  readonly onCommit: () => void;
  /** For fault tests. */
  readonly atPoint: AtPoint;
}

export type Outcome = 'done' | 'retrying' | 'waiting' | 'dead' | 'repeat' | 'skipped';

/** Is there a handler for it? An entry that cannot be decoded counts as handled: it must become a dead letter. */
export const isHandled = (scope: DeliveryScope, entry: DecodedEntry): boolean => {
  if (entry.defect) return true;
  const handled = scope.handlers.get(entry.event.type);
  return handled !== undefined && handled.handler !== ignored;
};

export interface Delivery {
  /** From 1. */
  readonly attempt: number;
  readonly partition: number;
}

/**
 * Validates the event and runs its handler.
 * @throws ContractViolationError, EnvelopeError – final; HandlerTimeoutError – the transaction's connection is destroyed;
 *   whatever the handler throws
 */
export const deliver = async (
  scope: DeliveryScope,
  transaction: HandlerTransaction,
  entry: DecodedEntry,
  delivery: Delivery,
): Promise<void> => {
  if (entry.defect) throw entry.defect;
  const { event } = entry;
  const handled = scope.handlers.get(event.type);
  // Stored as unfinished by a release that still handled it: nothing is left to do.
  if (!handled || handled.handler === ignored) return;
  const { definition, handler } = handled;
  if (delivery.attempt > 1) deliveryRetries.add(1, attributes(scope, event.type));
  const { channel, group } = scope.consumer;
  await inSpan(
    () => processSpan(channel.address, group, { event, ...delivery }),
    async () => handle(scope, transaction, entry, { definition, handler, ...delivery }),
  );
};

const handle = async (
  scope: DeliveryScope,
  transaction: HandlerTransaction,
  { entryId, event }: DecodedEntry,
  delivery: Delivery & { readonly definition: MessageDefinition; readonly handler: MessageHandler },
): Promise<void> => {
  const { definition, handler } = delivery;
  if (!definition.validateRead(event.data)) {
    throw new ContractViolationError({
      messageName: definition.name,
      violations: violationsOf(definition.validateRead),
    });
  }
  let abort: AbortController | undefined;
  let isExpired = false;
  const context: HandlerContext = {
    transaction: transaction.manager,
    attempt: delivery.attempt,
    stream: scope.consumer.channel.address,
    partition: delivery.partition,
    entryId,
    // Made when it is asked for: few handlers do, and it is dear.
    get signal() {
      abort ??= new AbortController();
      if (isExpired) abort.abort();
      return abort.signal;
    },
  };
  const story = {
    causationId: event.id,
    ...(event.correlationId === undefined ? {} : { correlationId: event.correlationId }),
    ...(event.traceparent === undefined ? {} : { traceparent: event.traceparent }),
  };
  const startedAt = performance.now();
  try {
    await withTimeout(
      runInMessageContext(story, async () => handler.handle(event, context)),
      scope.consumer.handlerTimeoutMs,
      async () => {
        isExpired = true;
        abort?.abort();
        await transaction.abandon();
        return new HandlerTimeoutError({
          messageName: definition.name,
          timeoutMs: scope.consumer.handlerTimeoutMs,
        });
      },
    );
  } finally {
    processDuration.record((performance.now() - startedAt) / 1_000, attributes(scope, event.type));
  }
};

/**
 * What the work still does after it has expired fails on the destroyed connection, and is not heard: a handler that returns
 * because its signal was aborted has not handled anything.
 */
const withTimeout = async (work: Promise<void>, timeoutMs: number, expire: () => Promise<Error>): Promise<void> =>
  new Promise((resolve, reject) => {
    let isExpired = false;
    const timer = setTimeout(() => {
      isExpired = true;
      void expire().then(reject, reject);
    }, timeoutMs);
    const unlessExpired =
      <Value>(settle: (value: Value) => void) =>
      (value: Value): void => {
        if (!isExpired) settle(value);
      };
    work.then(unlessExpired(resolve), unlessExpired(reject)).finally(() => clearTimeout(timer));
  });

const attributes = ({ consumer: { channel, group } }: DeliveryScope, type: string): Attributes =>
  processAttributes(channel.address, group, type);

/** Counts a delivery once its transaction is committed. */
export const countOutcome = (scope: DeliveryScope, entry: DecodedEntry, outcome: Outcome): void => {
  eventsConsumed.add(1, { ...attributes(scope, entry.event.type), outcome });
  if (outcome !== 'done') return;
  const happenedAt = Date.parse(entry.event.timestamp);
  if (Number.isFinite(happenedAt)) {
    deliveryLatency.record(Math.max(0, Date.now() - happenedAt) / 1_000, attributes(scope, entry.event.type));
  }
};
