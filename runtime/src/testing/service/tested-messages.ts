/** Joins the contract's messages with the handlers of a test, which has those that it is about. */
import type { HandledMessage } from '../../consumer/delivery.js';
import type { ServiceDefinition } from '../../contract/definitions.js';
import { isSaga } from '../../saga/is-saga.js';
import type { SagaRunner } from '../../saga/saga-runner.js';
import type { ConsumerHandlers } from '../../service/handlers.js';
import { TestSetupError } from '../errors.js';

/** By consumer (`ordersStream`) and message (`orderPlaced`); what a test does not deliver may be left out. */
export type TestedHandlers = Readonly<Record<string, Readonly<Record<string, ConsumerHandlers[string]>>>>;

/** @returns by consumer, then by wire name. @throws TestSetupError – a consumer or a message that the contract lacks */
export const testedMessages = (
  service: ServiceDefinition,
  handlers: TestedHandlers,
  sagas: SagaRunner,
): ReadonlyMap<string, ReadonlyMap<string, HandledMessage>> => {
  const tested = new Map<string, ReadonlyMap<string, HandledMessage>>();
  for (const [name, given] of Object.entries(handlers)) {
    const consumer = knownOf(service.name, service.consumers, name);
    const messages = Object.entries(given).map(([message, handler]): [string, HandledMessage] => {
      const definition = knownOf(`${service.name}.${name}`, consumer.messages, message);
      return [definition.type, { definition, handler: isSaga(handler) ? sagas.handlerOf(handler) : handler }];
    });
    tested.set(name, new Map(messages));
  }
  return tested;
};

const knownOf = <Known>(owner: string, all: Readonly<Record<string, Known>>, name: string): Known => {
  const known = all[name];
  if (known !== undefined) return known;
  throw new TestSetupError(`${owner} has no ${name} in its contract; it has ${Object.keys(all).join(', ')}.`);
};
