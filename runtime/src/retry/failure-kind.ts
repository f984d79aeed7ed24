/** What a failed delivery means for the message: decided on the error's class and SQLSTATE, never on its text. */
import {
  ContractViolationError,
  DatabaseNodeError,
  DatabaseSilentError,
  EnvelopeError,
  LeaseLostError,
  NonRetryableError,
} from '../errors/errors.js';
import { GaveUp } from '../loop/give-up.js';
import { SagaVersionError } from '../saga/saga-errors.js';

/**
 * `infrastructure`: the message is not at fault, nothing is counted. `final`: dead at once. `attempt`: try again later, so often.
 * `elsewhere`: try again later, without an end: another version of the service can handle it, and its rollout goes on.
 */
export type FailureKind = 'infrastructure' | 'final' | 'attempt' | 'elsewhere';

/**
 * Connection (but not 08P01: a statement with the wrong number of parameters), rollback by the server (deadlock,
 * serialization), resources, a server that stops, and one that is no primary any more (25006). A statement that was cancelled
 * (57014) or did not get a lock (55P03) was the handler's: it would fail again for ever. (docs/adr/0005)
 */
const infrastructure = /^(08(?!P01)|25006|40|53|57P)/;

const nobodysFault = [LeaseLostError, DatabaseSilentError, DatabaseNodeError, GaveUp];

export const failureKindOf = (error: unknown): FailureKind => {
  if (nobodysFault.some((of) => error instanceof of)) return 'infrastructure';
  if (error instanceof ContractViolationError || error instanceof NonRetryableError || error instanceof EnvelopeError) {
    return 'final';
  }
  if (error instanceof SagaVersionError) return 'elsewhere';
  const state = sqlStateOf(error);
  return state !== undefined && infrastructure.test(state) ? 'infrastructure' : 'attempt';
};

/** Whether PostgreSQL rolled the transaction back because of another one: a deadlock, or no serial order for both. */
export const isConflict = (error: unknown): boolean => sqlStateOf(error)?.startsWith('40') ?? false;

/** SQLSTATE of a pg error, or of the one that TypeORM wrapped (`driverError`). */
const sqlStateOf = (error: unknown): string | undefined => {
  if (!(error instanceof Error)) return undefined;
  const inner: unknown = 'driverError' in error ? error.driverError : error;
  if (typeof inner !== 'object' || inner === null || !('code' in inner) || !('severity' in inner)) return undefined;
  return typeof inner.code === 'string' ? inner.code : undefined;
};
