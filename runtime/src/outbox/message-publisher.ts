/** The one door to the outbox; generated publishers call it, `OutboxPublisher` implements it. */
import type { MessageDefinition } from '../contract/definitions.js';

/** Anything that runs SQL in the caller's transaction: a TypeORM EntityManager or a pg client. */
export interface SqlTransaction {
  query(sql: string, parameters?: unknown[]): Promise<unknown>;
}

export interface PublishOptions {
  /** The transaction that also changes the state: event and change commit or roll back together. */
  readonly transaction: SqlTransaction;
  /** What becomes `aggregateId`; only for messages whose contract has no `x-key`, whose publisher asks for it. */
  readonly key?: string;
  /** Event identity, UUIDv7. @default a new one */
  readonly id?: string;
  /** When the fact happened. @default now */
  readonly at?: Date;
  /** @default the correlation id of the message or request being handled, else the event's own id */
  readonly correlationId?: string;
  /** @default the id of the message being handled */
  readonly causationId?: string;
}

/** Identity of a published event (UUIDv7). */
export type MessageId = string;

export interface MessagePublisher {
  /**
   * Validates `data`, serialises it once and inserts it into the outbox of the caller's transaction.
   * @throws ContractViolationError – the payload breaks the contract; nothing was written.
   */
  publish<Type extends string, Data>(
    message: MessageDefinition<Type, Data>,
    data: Data,
    options: PublishOptions,
  ): Promise<MessageId>;
  /** The same for many events of one message: locks partitions instead of keys, in one statement per 1,000 rows. */
  publishMany<Type extends string, Data>(
    message: MessageDefinition<Type, Data>,
    data: readonly Data[],
    options: PublishOptions,
  ): Promise<readonly MessageId[]>;
}
