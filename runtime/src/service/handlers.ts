/** Joins the contract's messages with the handlers and sagas that a service gives for them. */
import type { HandledMessage } from '../consumer/delivery.js';
import type { ConsumerDefinition } from '../contract/definitions.js';
import { ignored, type MessageHandler } from '../contract/handlers.js';
import { HandlerNotRegisteredError } from '../errors/errors.js';
import type { AnySaga } from '../saga/any-saga.js';
import { isSaga } from '../saga/is-saga.js';
import type { SagaRunner } from '../saga/saga-runner.js';

/** By consumer (`usersStream`) and message (`userCreated`), as in the contract. */
export type Handlers = Readonly<Record<string, ConsumerHandlers>>;
export type ConsumerHandlers = Readonly<Record<string, MessageHandler | AnySaga | typeof ignored>>;

/**
 * @param sagas – runs the sagas that stand in `handlers`
 * @throws HandlerNotRegisteredError – a message of the contract has none; name `ignored` to want nothing from it
 */
export const handledMessages = (
  consumer: ConsumerDefinition,
  handlers: ConsumerHandlers,
  sagas?: SagaRunner,
): ReadonlyMap<string, HandledMessage> => {
  const missing = Object.keys(consumer.messages).filter((name) => handlers[name] === undefined);
  if (missing.length > 0) {
    throw new HandlerNotRegisteredError(
      `${consumer.group} receives ${missing.join(', ')} from ${consumer.channel.address} and has no handler for it. ` +
        'Register a handler class, or `ignored` if nothing is wanted from it, in EventsModule.forFeature.',
    );
  }
  return new Map(
    Object.entries(consumer.messages).map(([name, definition]) => [
      definition.type,
      { definition, handler: handlerOf(handlers[name] ?? ignored, sagas) },
    ]),
  );
};

const handlerOf = (
  choice: ConsumerHandlers[string],
  sagas: SagaRunner | undefined,
): MessageHandler | typeof ignored => {
  if (!isSaga(choice)) return choice;
  if (sagas) return sagas.handlerOf(choice);
  throw new HandlerNotRegisteredError(
    `Saga ${choice.name} stands where a handler is asked for, and nothing runs it. Give the runtime a SagaRunner as "sagas".`,
  );
};
