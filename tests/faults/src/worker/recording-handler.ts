/**
 * A handler whose every effect is a row in its own transaction, and that sometimes fails after its work: the row then has to
 * be rolled back with everything else.
 */
import type { DomainEvent, HandlerContext, MessageHandler } from '@streampact/runtime';

export interface Recording {
  readonly group: string;
  readonly instance: string;
}

/** Of 256 messages this many fail at their first attempt, and this many of them at the second as well. */
const failingOnce = 10;
const failingTwice = 3;

/** Decided by the id: the same in every process and at every redelivery. */
const failures = (eventId: string): number => {
  const value = Number.parseInt(eventId.slice(-2), 16);
  if (value < failingTwice) return 2;
  return value < failingOnce ? 1 : 0;
};

export const recordEffect = async (
  { group, instance }: Recording,
  event: DomainEvent,
  { transaction, stream, attempt }: HandlerContext,
): Promise<void> => {
  await transaction.query(
    `insert into fault_effect (event_id, group_name, stream, key, type, instance, attempt) values ($1, $2, $3, $4, $5, $6, $7)`,
    [event.id, group, stream, event.aggregateId, event.type, instance, attempt],
  );
};

export const failSometimes = (event: DomainEvent, { attempt }: HandlerContext): void => {
  if (attempt <= failures(event.id)) throw new Error('This handler fails sometimes, after its work.');
};

/** Puts the recording around a handler that Nest has made. */
export const recordHandler = (handler: MessageHandler, recording: Recording): void => {
  const handle = handler.handle.bind(handler);
  handler.handle = async (event, context) => {
    await handle(event, context);
    await recordEffect(recording, event, context);
    failSometimes(event, context);
  };
};
