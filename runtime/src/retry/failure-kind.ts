/** What a failed delivery means for the message: decided on the error's class and SQLSTATE, never on its text. */
import { ContractViolationError, EnvelopeError, LeaseLostError, NonRetryableError } from '../errors/errors.js';

/** `infrastructure`: the message is not at fault, nothing is counted. `final`: dead at once. `attempt`: try again later. */
export type FailureKind = 'infrastructure' | 'final' | 'attempt';

/** Connection, rollback by the server (deadlock, serialization), resources, object state, operator intervention. */
const infrastructureClasses = new Set(['08', '40', '53', '55', '57']);

export const failureKindOf = (error: unknown): FailureKind => {
  if (error instanceof LeaseLostError) return 'infrastructure';
  if (error instanceof ContractViolationError || error instanceof NonRetryableError || error instanceof EnvelopeError) {
    return 'final';
  }
  const state = sqlStateOf(error);
  return state !== undefined && infrastructureClasses.has(state.slice(0, 2)) ? 'infrastructure' : 'attempt';
};

/** SQLSTATE of a pg error, or of the one that TypeORM wrapped (`driverError`). */
const sqlStateOf = (error: unknown): string | undefined => {
  if (!(error instanceof Error)) return undefined;
  const inner: unknown = 'driverError' in error ? error.driverError : error;
  if (typeof inner !== 'object' || inner === null || !('code' in inner) || !('severity' in inner)) return undefined;
  return typeof inner.code === 'string' ? inner.code : undefined;
};
