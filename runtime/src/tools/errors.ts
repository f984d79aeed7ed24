/** What keeps a tool from doing its work. Each says what was asked for, what there is instead, and what to do. */
import { isNativeError } from 'node:util/types';
import { certificateProblem } from '../errors/certificate-problem.js';
import { StreampactError } from '../errors/streampact-error.js';

/** Nothing says where the databases and Redis are. */
export class SystemNotFoundError extends StreampactError {
  readonly code = 'SYSTEM_NOT_FOUND';
  constructor(fields: { missing: readonly string[] }) {
    super(
      `No running "npm start" was found in this folder or above it, and ${fields.missing.join(' and ')} ` +
        `${fields.missing.length === 1 ? 'is' : 'are'} not set. Start the system, or set ` +
        'STREAMPACT_DATABASES=order-service=postgres://user:password@host:5432/order_service,user-service=… (a name and a URL ' +
        'for each service) and REDIS_URL=redis://host:6379 (or STREAMPACT_REDIS_URL).',
    );
  }
}

/** A variable or an option holds something that means nothing. */
export class ToolSettingError extends StreampactError {
  readonly code = 'TOOL_SETTING_INVALID';
  /** @param fields – `problem` completes a sentence that begins with `name`; `sentence` is all that is said */
  constructor(
    fields: { sentence: string } | ({ name: string } & ({ got: string; want: string } | { problem: string })),
  ) {
    super(
      'sentence' in fields
        ? fields.sentence
        : `${fields.name} ${'problem' in fields ? fields.problem : `is ${JSON.stringify(fields.got)}, which is not ${fields.want}`}.`,
    );
  }
}

/** The database of a service does not answer, or refuses. */
export class ServiceDatabaseError extends StreampactError {
  readonly code = 'SERVICE_DATABASE_UNREACHABLE';
  constructor(fields: { service: string; place: string; cause: unknown }) {
    const settings = { authority: 'DATABASE_CA_FILE', address: 'STREAMPACT_DATABASES' };
    const reason = certificateProblem(fields.cause, settings) ?? reasonOf(fields.cause);
    super(
      `The database of ${fields.service} (${fields.place}) cannot be used: ${reason}. ` +
        'Check its URL in STREAMPACT_DATABASES, and that PostgreSQL runs.',
      { cause: fields.cause },
    );
  }
}

/** The database has no table, or no column, that the tool needs. */
export class TablesMissingError extends StreampactError {
  readonly code = 'TABLES_MISSING';
  constructor(fields: { service: string; place: string; cause: unknown }) {
    super(
      `The database of ${fields.service} (${fields.place}) lacks what this version needs: ${reasonOf(fields.cause)}. ` +
        'Start the service once with this version: it creates its tables.',
      { cause: fields.cause },
    );
  }
}

export class RedisUnreachableError extends StreampactError {
  readonly code = 'REDIS_UNREACHABLE';
  constructor(fields: { place: string; cause: unknown }) {
    super(`Redis (${fields.place}) cannot be used: ${reasonOf(fields.cause)}. Check REDIS_URL, and that Redis runs.`, {
      cause: fields.cause,
    });
  }
}

/** A name that was given stands for nothing in this system. */
export class UnknownNameError extends StreampactError {
  readonly code = 'NAME_UNKNOWN';
  constructor(fields: { kind: string; got: string; known: readonly string[] }) {
    const known = fields.known.length === 0 ? 'there is none' : `known: ${fields.known.toSorted().join(', ')}`;
    super(`There is no ${fields.kind} "${fields.got}"; ${known}.`);
  }
}

/** The tool could do it, but something would be lost or repeated that nobody has agreed to. Nothing was changed. */
export class ChangeRefusedError extends StreampactError {
  readonly code = 'CHANGE_REFUSED';
}

/** Somebody holds what the tool needs for longer than it waits. Nothing was changed. */
export class BusyError extends StreampactError {
  readonly code = 'SYSTEM_BUSY';
}

/** Connection errors of Node come as an AggregateError with an empty message. */
export const reasonOf = (error: unknown): string => {
  if (!isNativeError(error)) return String(error);
  if (error.message === '' && 'errors' in error && Array.isArray(error.errors))
    return error.errors.map(reasonOf).join('; ');
  return error.message || error.name;
};
