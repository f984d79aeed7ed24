import { DatabaseNodeError } from '@streampact/runtime';
import { QueryFailedError, QueryRunnerAlreadyReleasedError, QueryRunnerProviderAlreadyReleasedError } from 'typeorm';
import { errorCodeOf } from '../problems/error-code.js';

/** Connection exception, insufficient resources (too many connections), operator intervention (shutting down, starting up). */
const awayClasses = new Set(['08', '53', '57']);
/** A write on a server that has become a standby. */
const readOnlyTransaction = '25006';
const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** Whether PostgreSQL could not be asked, as opposed to having said no. Decided on codes, never on texts. */
export const isDatabaseUnreachable = (error: unknown): boolean => {
  // TypeORM gives a connection back that ended in mid-transaction; the next statement of the transaction finds that out.
  if (error instanceof QueryRunnerAlreadyReleasedError || error instanceof QueryRunnerProviderAlreadyReleasedError) {
    return true;
  }
  if (error instanceof DatabaseNodeError) return true; // a failover is under way
  const inner: unknown = error instanceof QueryFailedError ? error.driverError : error;
  const code = errorCodeOf(inner);
  if (code !== undefined && networkCodes.has(code)) return true;
  // Errors that the server sent have a severity; of the others, those of a query mean that its connection ended.
  if (typeof inner === 'object' && inner !== null && 'severity' in inner) {
    return code !== undefined && (awayClasses.has(code.slice(0, 2)) || code === readOnlyTransaction);
  }
  return error instanceof QueryFailedError && code === undefined;
};
