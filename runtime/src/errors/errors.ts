/** Every error the runtime throws. A retry decision is made on these classes, never on a text. */
import type { Violation } from '../contract/definitions.js';
import { StreampactError } from './streampact-error.js';

/** A payload breaks its contract. On publish nothing was written; on delivery the message is a dead letter at once. */
export class ContractViolationError extends StreampactError {
  readonly code = 'CONTRACT_VIOLATION';
  readonly messageName: string;
  readonly violations: readonly Violation[];

  constructor(fields: { messageName: string; violations: readonly Violation[] }) {
    const list = fields.violations.map(({ path, keyword, message }) => `${path || '/'} ${message} (${keyword})`);
    super(
      `${fields.messageName} breaks its contract: ${list.join('; ')}. Send what the contract declares, or change it.`,
    );
    this.messageName = fields.messageName;
    this.violations = fields.violations;
  }
}

/** Thrown by a handler to say that trying again cannot help: the message becomes a dead letter at once. */
export class NonRetryableError extends StreampactError {
  readonly code = 'NON_RETRYABLE';
}

/** An entry of a stream lacks a field of the envelope or holds text that is not JSON. */
export class EnvelopeError extends StreampactError {
  readonly code = 'ENVELOPE_INVALID';
}

/** A handler did not finish within `x-handler-timeout-ms`. Its connection was destroyed: it cannot commit later. */
export class HandlerTimeoutError extends StreampactError {
  readonly code = 'HANDLER_TIMEOUT';
  constructor(fields: { messageName: string; timeoutMs: number }) {
    super(
      `The handler of ${fields.messageName} did not finish within ${fields.timeoutMs} ms; its transaction was aborted. ` +
        'Make it faster, or raise x-handler-timeout-ms of the receive operation.',
    );
  }
}

/** Another instance owns the partition or the relay now. Nothing was committed. */
export class LeaseLostError extends StreampactError {
  readonly code = 'LEASE_LOST';
  constructor(what: string) {
    super(`This instance no longer owns ${what}; another one took over. Nothing to do: it goes on there.`);
  }
}

/** PostgreSQL answered COMMIT with ROLLBACK: the transaction had failed before, and a handler hid that error. */
export class TransactionAbortedError extends StreampactError {
  readonly code = 'TRANSACTION_ABORTED';
  constructor() {
    super(
      'COMMIT was answered with ROLLBACK: a statement had failed and its error was caught. Let errors of SQL statements leave the handler.',
    );
  }
}

/** The channel was first used with another number of partitions; keys would change partitions and lose their order. */
export class PartitionCountError extends StreampactError {
  readonly code = 'PARTITION_COUNT_CHANGED';
  constructor(fields: { stream: string; stored: number; contract: number }) {
    super(
      `${fields.stream} was created with ${fields.stored} partitions, the contract now says ${fields.contract}. ` +
        `The number is fixed for a channel's life: set x-partitions back to ${fields.stored}, or define a new channel.`,
    );
  }
}

/** A consumer of the contract has no handlers, or a handler class is in no module's providers. */
export class HandlerNotRegisteredError extends StreampactError {
  readonly code = 'HANDLER_NOT_REGISTERED';
}

/** What should become `aggregateId`, the `x-key` property or the key given to the publisher, is no text of 1 to 512 bytes. */
export class MessageKeyError extends StreampactError {
  readonly code = 'MESSAGE_KEY_INVALID';
  constructor({ messageName, key, got }: { messageName: string; key: string | undefined; got: unknown }) {
    const what = key === undefined ? `The key of ${messageName}` : `${messageName}.${key} is its x-key and`;
    super(`${what} must be a text of 1 to 512 bytes; got ${(JSON.stringify(got) ?? 'nothing').slice(0, 80)}.`);
  }
}

/** A tool asked for something that a dead letter does not allow. Nothing was changed. */
export class DeadLetterError extends StreampactError {
  readonly code = 'DEAD_LETTER_REFUSED';
}

/** The database was restored into another PostgreSQL cluster: transaction ids in its outbox mean nothing there. */
export class DatabaseReplacedError extends StreampactError {
  readonly code = 'DATABASE_REPLACED';
  constructor(fields: { database: string; stored: string; found: string }) {
    super(
      `${fields.database} is in PostgreSQL cluster ${fields.found} now; its outbox was written in cluster ${fields.stored}, and ` +
        'transaction ids do not carry over. Stop the service and run `streampact-ops streams rebase`: what was not relayed yet is kept.',
    );
  }
}

/** The URL of a database says something that cannot be done, or nothing. Never shows the URL: it holds a password. */
export class DatabaseAddressError extends StreampactError {
  readonly code = 'DATABASE_ADDRESS_INVALID';
  /** @param problem – completes "The URL of the database …" */
  constructor(readonly problem: string) {
    super(`The URL of the database ${problem}.`);
  }
}

/** None of the hosts of a URL is a server that may be used. It is tried again: a failover may be under way. */
export class DatabaseNodeError extends StreampactError {
  readonly code = 'DATABASE_NODE_UNFIT';
  constructor(fields: { wanted: string; hosts: readonly { host: string; reason: string }[]; cause: unknown }) {
    const list = fields.hosts.map(({ host, reason }) => `${host}: ${reason}`);
    super(
      `No PostgreSQL server with target_session_attrs=${fields.wanted}: ${list.join('; ')}. Start or promote one; if another ` +
        'host has become the primary, name it in the URL.',
      { cause: fields.cause },
    );
  }
}

/** A pooler stands before PostgreSQL that gives every transaction another session: what sessions hold would go to others. */
export class DatabasePooledError extends StreampactError {
  readonly code = 'DATABASE_POOLED';
  constructor(options?: { cause?: unknown }) {
    super(
      'A pooler before PostgreSQL gives every transaction another session (PgBouncer: pool_mode = transaction or statement). Relay and ' +
        'consumers keep settings and prepared statements on theirs. Set pool_mode = session for this database, or lead DATABASE_URL ' +
        'straight to PostgreSQL: a service has a pool of its own, of 16 connections at most.',
      options,
    );
  }
}

/** `rebase` found that the service still runs, or that there is nothing to rebase. Nothing was changed. */
export class RebaseRefusedError extends StreampactError {
  readonly code = 'REBASE_REFUSED';
}

/** PostgreSQL did not answer in time, and its connection was destroyed. What was open is rolled back; a COMMIT may have happened. */
export class DatabaseSilentError extends StreampactError {
  readonly code = 'DATABASE_SILENT';
  constructor(waitedMs: number, options?: { cause?: unknown }) {
    super(
      `PostgreSQL did not answer within ${waitedMs} ms; the connection was given up. It is tried again: see whether the server ` +
        'is reachable and not overloaded.',
      options,
    );
  }
}

/** What an address of Redis looks like, for messages. */
export const redisAddressForms =
  'redis://host:6379 for one server, redis+sentinel://host:26379,host:26379/<primary-name> for Sentinel, ' +
  'redis+cluster://host:6379,host:6379 for a Cluster; rediss in the place of redis for TLS';

/** Who answers where Redis should be does not prove to be it. Nothing was sent: no password either. It is tried again. */
export class RedisUntrustedError extends StreampactError {
  readonly code = 'REDIS_UNTRUSTED';
  constructor(problem: string, cause: unknown) {
    super(`Redis is not trusted: ${problem}.`, { cause });
  }
}

/** The address of Redis means nothing. Its text is never shown: it may hold a password. */
export class RedisAddressError extends StreampactError {
  readonly code = 'REDIS_ADDRESS_INVALID';
  /** @param trouble – completes "The address of Redis …" */
  constructor(readonly trouble: string) {
    super(`The address of Redis ${trouble}. Write ${redisAddressForms}.`);
  }
}
