/** Runs work in one transaction, and tells a failure of the work from a failure of the surroundings. */
import { HandlerTransaction } from '../database/handler-transaction.js';
import { failureKindOf } from '../retry/failure-kind.js';
import type { DeliveryScope } from './delivery.js';

/** The work itself failed: its transaction is rolled back, the connection was well. */
export interface WorkFailed {
  readonly error: unknown;
}

/**
 * Commits what `work` did. One of `scope.permits` is held meanwhile.
 * @returns what the work returned, or WorkFailed if it is the message's fault
 * @throws whatever says nothing about the message: no connection, deadlock, server stopping, lease lost; roll back is done
 */
export const inTransaction = async <Result extends object>(
  scope: DeliveryScope,
  work: (transaction: HandlerTransaction) => Promise<Result>,
): Promise<Result | WorkFailed> =>
  scope.permits.run(async () => {
    const transaction = await HandlerTransaction.begin(scope.dataSource);
    let result: Result;
    try {
      result = await work(transaction);
      await transaction.commit();
    } catch (error) {
      const connectionSurvived = await transaction.rollback();
      if (!connectionSurvived || failureKindOf(error) === 'infrastructure') throw error;
      return { error };
    }
    scope.onCommit();
    return result;
  });

export const hasFailed = (result: object): result is WorkFailed => 'error' in result;
