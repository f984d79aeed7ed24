/**
 * What generated code tells the runtime about a contract: channels, messages, consumers, services.
 * Plain readonly data; the only behaviour in it is the two precompiled validators of a message.
 */
import type { DomainEvent } from '../envelope/domain-event.js';
import type { MessagePublisher } from '../outbox/message-publisher.js';

/** A stream, as the document of its owning service defines it. */
export interface ChannelDefinition {
  /** `orders-stream`: the AsyncAPI address, and the Redis key without prefix and partition. */
  readonly address: string;
  /** The only service that may publish here, e.g. `order-service`. */
  readonly owner: string;
  /** Number of partitions, fixed for the channel's life. @default 8 */
  readonly partitions: number;
  /** Minimum age of an entry before it may be trimmed, in milliseconds. @default 7 days */
  readonly retentionMs: number;
  /** Services with a `receive` operation on this channel: the consumer groups the relay creates. */
  readonly groups: readonly string[];
}

/** One reason why a payload is not valid, from ajv. */
export interface Violation {
  /** JSON pointer into the payload, `''` for the payload itself. */
  readonly path: string;
  /** JSON Schema keyword that failed, e.g. `required`. */
  readonly keyword: string;
  readonly message: string;
}

/** A precompiled ajv validator: true if valid, else false with `errors` set until the next call. */
export interface Validate<Data = unknown> {
  (data: unknown): data is Data;
  errors?:
    | readonly { instancePath: string; keyword: string; message?: string | undefined; params?: unknown }[]
    | null
    | undefined;
}

/** A message of a channel. `Data` is the payload type; `Type` its wire name. */
export interface MessageDefinition<Type extends string = string, Data = unknown> {
  /** Wire name, e.g. `ORDER_PLACED`. */
  readonly type: Type;
  /** Name in code, e.g. `OrderPlaced`. */
  readonly name: string;
  readonly channel: ChannelDefinition;
  /** Property of `Data` (contract `x-key`) that becomes `aggregateId`; `undefined` if whoever publishes gives the key. */
  readonly key: string | undefined;
  /** `info.version` of the owning document, sent as `schemaVersion`. */
  readonly schemaVersion: string;
  /** Closed: refuses properties that the contract does not declare. */
  readonly validateWrite: Validate<Data>;
  /** Open: ignores properties that the contract does not declare. */
  readonly validateRead: Validate<Data>;
  /**
   * Where the contract says `x-pii`: JSON pointers into `Data`, `*` for every item or key. What stands there is kept out of logs,
   * stored errors and the output of tools. @default nothing is personal
   */
  readonly personal?: readonly string[];
}

/** `x-retry` of a receive operation. */
export interface RetryPolicy {
  /** Attempts in all, the first included. @default 8 */
  readonly attempts: number;
  /** @default 500 ms */
  readonly firstDelayMs: number;
  /** @default 300 000 ms */
  readonly maxDelayMs: number;
  /** Share of the delay that is random, 0 to 1. @default 0.2 */
  readonly jitter: number;
}

/** A `receive` operation: what one service handles from one channel. */
export interface ConsumerDefinition {
  readonly channel: ChannelDefinition;
  /** Consumer group: the service's name. */
  readonly group: string;
  /** By the property name that the generated handler map uses (`orderPlaced`). */
  readonly messages: Readonly<Record<string, MessageDefinition>>;
  readonly retry: RetryPolicy;
  readonly onDeadLetter: 'skip' | 'block-key';
  readonly handlerTimeoutMs: number;
}

/** Everything one contract document says about its service. */
export interface ServiceDefinition<Publisher extends object = object> {
  /** `order-service`: folder, package, consumer group and `service.name`. */
  readonly name: string;
  /** `info.version` of the document. */
  readonly version: string;
  /** Channels this service owns. */
  readonly channels: readonly ChannelDefinition[];
  /** By the property name that the generated handler registration uses (`usersStream`). */
  readonly consumers: Readonly<Record<string, ConsumerDefinition>>;
  /** Generated typed publisher. */
  readonly Publisher: new (publisher: MessagePublisher) => Publisher;
}

/** Event type of a message definition. */
export type EventOf<Definition> =
  Definition extends MessageDefinition<infer Type, infer Data> ? DomainEvent<Type, Data> : never;
