/** Joins the contract's messages with the handlers a service gives for them. */
import type { HandledMessage } from '../consumer/delivery.js';
import type { ConsumerDefinition } from '../contract/definitions.js';
import { ignored, type MessageHandler } from '../contract/handlers.js';
import { HandlerNotRegisteredError } from '../errors/errors.js';

/** By consumer (`usersStream`) and message (`userCreated`), as in the contract. */
export type Handlers = Readonly<Record<string, ConsumerHandlers>>;
export type ConsumerHandlers = Readonly<Record<string, MessageHandler | typeof ignored>>;

/** @throws HandlerNotRegisteredError – a message of the contract has none; name `ignored` to want nothing from it */
export const handledMessages = (
  consumer: ConsumerDefinition,
  handlers: ConsumerHandlers,
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
      { definition, handler: handlers[name] ?? ignored },
    ]),
  );
};
