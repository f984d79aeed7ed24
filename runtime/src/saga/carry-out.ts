/** Carries out what a transition decided, in the transaction of its input. */
import type { EntityManager } from 'typeorm';
import type { MessageDefinition } from '../contract/definitions.js';
import type { Clock } from '../loop/clock.js';
import type { MessageId, MessagePublisher } from '../outbox/message-publisher.js';
import type { AnySaga } from './any-saga.js';
import type { SagaBinding } from './saga-binding.js';
import { SagaDefinitionError, SagaMismatchError } from './saga-errors.js';
import { clearTimers, recordStep, setTimers, stepsToUndo, stepUndone, type SagaKey } from './saga-store.js';
import type { Moved, Outgoing } from './transition.js';

/** One saga that is at work, inside of one transaction. */
export interface SagaRun {
  readonly binding: SagaBinding;
  readonly key: SagaKey;
  readonly correlationId: string;
  readonly publisher: MessagePublisher;
  readonly transaction: EntityManager;
  /** Whose clock timers are on, if it is not the database's. */
  readonly timerClock?: Clock;
}

/**
 * Everything but the saga's own row, in this order: timers, the service's own tables, undo (the last step first), steps,
 * messages. So an order is confirmed before ORDER_CONFIRMED waits for the lock of its key.
 */
export const carryOut = async (run: SagaRun, moved: Moved): Promise<void> => {
  const { key, transaction } = run;
  await clearTimers(transaction, key, moved.clear);
  if (!moved.ends) await setTimers(transaction, key, dueTimes(run, moved));
  if (moved.change !== undefined) await applyChange(run, moved);
  if (moved.compensate) await compensate(run, moved.compensate);
  for (const step of moved.send) {
    await recordStep(transaction, key, step, await publish(run, step.message, step.data));
  }
  for (const { message, data } of moved.publish) await publish(run, message, data);
};

const dueTimes = ({ timerClock }: SagaRun, { set }: Moved): Moved['set'] => {
  if (!timerClock) return set;
  const nowMs = timerClock.now().getTime();
  return Object.fromEntries(
    Object.entries(set).map(([timer, due]) => [timer, 'afterMs' in due ? { at: new Date(nowMs + due.afterMs) } : due]),
  );
};

const applyChange = async ({ binding, key: { id }, transaction }: SagaRun, { change, data }: Moved): Promise<void> => {
  const { saga, apply } = binding;
  if (!apply) {
    throw new SagaDefinitionError(
      `Saga ${saga.name} changes tables of its service, and no function is bound to it. Bind one with ` +
        'EventsModule.forSaga(saga, class) or bindSaga(saga, function).',
    );
  }
  // Who binds says so with the saga's own types (bindSaga, SagaChanges).
  await apply(change as never, { id, data: data as never, transaction });
};

/** An undo is published and marked in one transaction, so each is published once. */
const compensate = async (run: SagaRun, instead: Readonly<Record<string, Outgoing>>): Promise<void> => {
  const { key, transaction } = run;
  for (const { number, step, undoType, undo } of await stepsToUndo(transaction, key)) {
    const words = instead[step] ?? { message: ownMessage(run.binding.saga, undoType), data: undo };
    await stepUndone(transaction, key, number, await publish(run, words.message, words.data));
  }
};

const publish = async (run: SagaRun, message: MessageDefinition, data: unknown): Promise<MessageId> => {
  const { transaction, correlationId, key } = run;
  return run.publisher.publish(message, data, { transaction, correlationId, key: key.id });
};

const ownMessage = ({ name, steps, publishes }: AnySaga, type: string): MessageDefinition => {
  const own = [...Object.values(steps).flatMap(({ message, undo }) => [undo, message]), ...Object.values(publishes)];
  const message = own.find((one) => one.type === type);
  if (message) return message;
  throw new SagaMismatchError(
    `A step of saga ${name} is undone by ${type}, which its definition does not name any more. Keep the message in ` +
      '"publishes" until no saga is left that recorded it.',
  );
};
