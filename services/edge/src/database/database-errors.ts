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
