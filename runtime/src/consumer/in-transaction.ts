/** Runs work in one transaction, and tells a failure of the work from a failure of the surroundings. */
import type { PoolClient } from 'pg';
import { HandlerTransaction } from '../database/handler-transaction.js';
import { beginForLease } from '../inbox/inbox.js';
import { GaveUp } from '../loop/give-up.js';
import { failureKindOf } from '../retry/failure-kind.js';
import type { DeliveryScope } from './delivery.js';

/** The work itself failed: its transaction is rolled back, the connection was well. */
export interface WorkFailed {
  readonly error: unknown;
}

/**
 * Commits what `open` and `work` did. One of `scope.permits` is held meanwhile.
 * @param open – the opening statements, sent together with BEGIN
 * @param begin – `BEGIN`, and settings of the transaction
 * @returns what the work returned, or WorkFailed if it is the message's fault
 * @throws whatever says nothing about the message: no connection, deadlock, server stopping, lease lost, this process stopping;
 *   it is rolled back, or, where only the answer to COMMIT is missing, `settle` finds out
 */
export const inTransaction = async <Opened, Result extends object>(
  scope: DeliveryScope,
  open: (client: PoolClient) => Promise<Opened>,
  work: (transaction: HandlerTransaction, opened: Opened) => Promise<Result>,
  begin = beginForLease,
): Promise<Result | WorkFailed> =>
  scope.permits.run(async () => {
    if (scope.giveUp.isOver) throw new GaveUp();
    const { answerMaxMs } = scope;
    const { transaction, opened } = await HandlerTransaction.begin(scope.dataSource, { begin, answerMaxMs }, open);
    if (opened.status === 'rejected') {
      await transaction.rollback();
      throw opened.reason; // no handler has run: whatever it is, it is not the message's fault
    }
    let result: Result;
    try {
      result = await scope.giveUp.unless(work(transaction, opened.value));
      await scope.atPoint('before-commit');
      await transaction.commit();
    } catch (error) {
      if (error instanceof GaveUp) await transaction.abandon();
      const connectionSurvived = await transaction.rollback();
      if (!connectionSurvived || failureKindOf(error) === 'infrastructure') throw error;
      return { error };
    }
    await scope.atPoint('after-commit');
    scope.onCommit();
    return result;
  });

export const hasFailed = (result: object): result is WorkFailed => 'error' in result;
