/** A saga together with the function that changes its service's own tables. */
import type { EntityManager } from 'typeorm';
import type { AnySaga } from './any-saga.js';
import type { SagaDefinition, Vocabulary, WordsIn } from './definition.js';

/** What the function knows besides the change itself. */
export interface ChangeContext<Data = unknown> {
  readonly id: string;
  /** As it is after the input. */
  readonly data: Data;
  /** The transaction that the saga's row, its messages and this change share. */
  readonly transaction: EntityManager;
}

/**
 * Applies what a saga decides to the service's own tables, e.g. the status of an order. Runs in the transaction of the input:
 * after a crash or a redelivery its changes exist exactly once. If it throws, nothing of the input has happened.
 */
export type ApplyChange<Words extends Vocabulary> = (
  change: Words['change'],
  context: ChangeContext<Words['data']>,
) => Promise<void>;

/** A class whose instances apply the changes of a saga. Nest makes the instance; it must be in some module's `providers`. */
export interface SagaChanges<Saga> {
  apply(change: WordsIn<Saga>['change'], context: ChangeContext<WordsIn<Saga>['data']>): Promise<void>;
}

export interface SagaBinding {
  readonly saga: AnySaga;
  /** Absent: the saga changes nothing but itself. */
  readonly apply?: (change: never, context: ChangeContext<never>) => Promise<void>;
}

/** A saga that runs in this service. @param apply – asked for if the saga names a type of `change` */
export const bindSaga = <Words extends Vocabulary, Begin>(
  saga: SagaDefinition<Words, Begin>,
  ...[apply]: [Words['change']] extends [never] ? [] : [ApplyChange<Words>]
): SagaBinding => ({ saga, ...(apply ? { apply } : {}) });
