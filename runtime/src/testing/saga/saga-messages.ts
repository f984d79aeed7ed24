/** What a saga publishes, as a test looks at it: no envelope yet, for nothing is published. */
import type { MessageDefinition } from '../../contract/definitions.js';
import { violationsOf } from '../../contract/violations.js';
import { ContractViolationError } from '../../errors/errors.js';

export interface SagaMessage {
  readonly message: MessageDefinition;
  readonly data: unknown;
}

/** Payloads in the order in which they are published; without a message, all of them with their types. */
export interface PublishedBySaga {
  (): readonly { readonly type: string; readonly data: unknown }[];
  <Type extends string, Data>(message: MessageDefinition<Type, Data>): readonly Data[];
}

/** @throws ContractViolationError – the publisher would refuse it */
export const messageOf = ({ message, data }: SagaMessage): SagaMessage => {
  if (message.validateWrite(data)) return { message, data };
  throw new ContractViolationError({ messageName: message.name, violations: violationsOf(message.validateWrite) });
};

export const publishedBySaga = (messages: readonly SagaMessage[]): PublishedBySaga => {
  function published(): readonly { readonly type: string; readonly data: unknown }[];
  function published<Type extends string, Data>(message: MessageDefinition<Type, Data>): readonly Data[];
  function published(wanted?: MessageDefinition): readonly unknown[] {
    if (wanted === undefined) return messages.map(({ message: { type }, data }) => ({ type, data }));
    return messages.flatMap(({ message, data }) => (message.type === wanted.type ? [data] : []));
  }
  return published;
};
