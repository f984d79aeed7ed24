import { QueryFailedError } from 'typeorm';

/** Connection exception, insufficient resources (too many connections), operator intervention (shutting down, starting up). */
const awayClasses = new Set(['08', '53', '57']);
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
  const inner: unknown = error instanceof QueryFailedError ? error.driverError : error;
  if (!(inner instanceof Error)) return false;
  const code = 'code' in inner && typeof inner.code === 'string' ? inner.code : undefined;
  if (code !== undefined && networkCodes.has(code)) return true;
  // Errors that the server sent have a severity; of the others, those of a query mean that its connection ended.
  if ('severity' in inner) return code !== undefined && awayClasses.has(code.slice(0, 2));
  return error instanceof QueryFailedError && code === undefined;
};
