/** What a service implements: one handler per message, and how it registers them. */
import type { EntityManager } from 'typeorm';
import type { DomainEvent } from '../envelope/domain-event.js';
import type { AnySaga, SagaFollowing } from '../saga/any-saga.js';

/** What a handler knows besides the event itself. */
export interface HandlerContext {
  /** The transaction that the inbox row, the handler's changes and its publishes share. */
  readonly transaction: EntityManager;
  /** 1 for the first delivery to this handler that counts. */
  readonly attempt: number;
  readonly stream: string;
  readonly partition: number;
  readonly entryId: string;
  /** Aborted when `x-handler-timeout-ms` is over; the transaction cannot commit after that. */
  readonly signal: AbortSignal;
}

/**
 * Handles one message. Runs inside one PostgreSQL transaction with the inbox row: after a crash or a redelivery
 * its changes in that database exist exactly once. Effects outside it (SMTP, HTTP) can repeat.
 * Throw NonRetryableError to make the message a dead letter at once; anything else is retried by `x-retry`.
 */
export interface MessageHandler<Event extends DomainEvent = DomainEvent> {
  handle(event: Event, context: HandlerContext): Promise<void>;
}

/** A class whose instances handle `Event`. Nest makes the instance; it must be in some module's `providers`. */
export type HandlerClass<Event extends DomainEvent> = abstract new (...dependencies: never[]) => MessageHandler<Event>;

/** Spelled out where a service receives a message and wants nothing from it. */
export const ignored: unique symbol = Symbol('ignored');

/** What may stand for a message in a generated handler map: a class, a saga that follows the message, or `ignored`. */
export type HandlerChoice<Event extends DomainEvent> = HandlerClass<Event> | SagaFollowing<Event> | typeof ignored;

/** Handler classes and sagas of a service by consumer and message, as `orderServiceHandlers({...})` returns them. */
export interface HandlerRegistration {
  readonly service: string;
  /** consumer name (`usersStream`) → message name (`userCreated`) → class, saga or `ignored` */
  readonly consumers: Readonly<
    Record<string, Readonly<Record<string, HandlerClass<never> | AnySaga | typeof ignored>>>
  >;
}
