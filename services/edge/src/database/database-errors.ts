import { StreampactError } from '@streampact/runtime';

/** PostgreSQL did not answer in the time that a start may take. */
export class DatabaseUnreachableError extends StreampactError {
  readonly code = 'DATABASE_UNREACHABLE';

  constructor(fields: { where: string; waitedMs: number; cause: unknown }) {
    super(
      `PostgreSQL at ${fields.where} did not answer within ${fields.waitedMs} ms. ` +
        'Start it, or set DATABASE_URL to where it is, and start this service again.',
      { cause: fields.cause },
    );
  }
}

/** PostgreSQL answered and refuses this service: waiting does not help. */
export class DatabaseRefusedError extends StreampactError {
  readonly code = 'DATABASE_REFUSED';

  constructor(fields: { where: string; reason: string; cause: unknown }) {
    super(
      `PostgreSQL at ${fields.where} refuses this service: ${fields.reason}. ` +
        'Create the database and the role, or correct DATABASE_URL.',
      { cause: fields.cause },
    );
  }
}

/** Who answers where PostgreSQL should be does not prove to be it. Nothing was sent: no password either. */
export class DatabaseUntrustedError extends StreampactError {
  readonly code = 'DATABASE_UNTRUSTED';

  constructor(fields: { where: string; problem: string; cause: unknown }) {
    super(`PostgreSQL at ${fields.where} is not trusted: ${fields.problem}.`, { cause: fields.cause });
  }
}
