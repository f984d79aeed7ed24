/** What becomes of a message whose delivery failed: the next attempt, or a dead letter with its mirror. */
import { inspect } from 'node:util';
import type { PoolClient } from 'pg';
import type { DecodedEntry } from '../envelope/decode-entry.js';
import { mirrorDeadLetter } from '../dead-letter/mirror.js';
import { ContractViolationError, NonRetryableError } from '../errors/errors.js';
import { StreampactError } from '../errors/streampact-error.js';
import type { Violation } from '../contract/definitions.js';
import { recordFailure, type FailedAttempt } from '../inbox/inbox.js';
import { personalTexts } from '../personal/personal-data.js';
import { redactError, redactText } from '../personal/redact.js';
import { backoffMs } from '../retry/backoff.js';
import { failureKindOf } from '../retry/failure-kind.js';
import { countOutcome, type DeliveryScope } from './delivery.js';

/** Longest stack that the inbox keeps, in characters. */
const stackLengthMax = 4_000;

/** What the message has behind it already. */
export interface FailureHistory {
  readonly attempts: number;
  readonly replays: number;
  readonly errors: readonly FailedAttempt[];
}

/**
 * Writes the failed attempt in the transaction of `client`, which must hold the lease and the message's inbox row.
 * @returns call it after the commit: logs and counts
 */
export const keepFailure = async (
  scope: DeliveryScope,
  client: PoolClient,
  entry: DecodedEntry,
  history: FailureHistory,
  error: unknown,
): Promise<() => void> => {
  const { consumer } = scope;
  const attempts = history.attempts + 1;
  const kind = failureKindOf(error);
  const isDead = kind === 'final' || (kind === 'attempt' && attempts >= consumer.retry.attempts);
  const delayMs = isDead ? 0 : backoffMs(consumer.retry, attempts, scope.random());
  const personal = personalTextsOf(scope, entry);
  const errors = [
    ...history.errors,
    failedAttempt(scope, error, { attempt: attempts, replays: history.replays, personal }),
  ];
  await recordFailure(client, {
    event: entry.event,
    state: isDead ? 'dead' : 'retrying',
    attempts,
    errors,
    delayMs,
    blocksKey: isDead && consumer.onDeadLetter === 'block-key',
  });
  if (isDead) {
    await mirrorDeadLetter(client, {
      stream: consumer.channel.address,
      group: consumer.group,
      entryId: entry.entryId,
      event: entry.event,
      errors,
    });
  }
  return () => {
    countOutcome(scope, entry, isDead ? 'dead' : 'retrying');
    const fields = {
      messageId: entry.event.id,
      messageName: entry.event.type,
      stream: consumer.channel.address,
      entryId: entry.entryId,
      group: consumer.group,
      attempt: attempts,
      correlationId: entry.event.correlationId,
      traceId: entry.event.traceparent?.split('-')[1],
      err: redactError(error, personal),
    };
    if (isDead) scope.logger.error(fields, 'message given up: it is a dead letter now');
    else scope.logger.warn({ ...fields, delayMs }, 'handler failed; the message is tried again, its key waits');
  };
};

/** What the message holds of persons: it stays in the event, and is kept out of what is said about it. */
const personalTextsOf = ({ handlers }: DeliveryScope, { event }: DecodedEntry): readonly string[] =>
  personalTexts(event.data, handlers.get(event.type)?.definition.personal ?? []);

const failedAttempt = (
  { service }: DeliveryScope,
  error: unknown,
  { attempt, replays, personal }: { attempt: number; replays: number; personal: readonly string[] },
): FailedAttempt => {
  const base = {
    attempt,
    ...(replays === 0 ? {} : { replay: replays }),
    at: new Date().toISOString(),
    serviceVersion: service.version,
    instance: service.instance,
  };
  if (!(error instanceof Error))
    return { ...base, code: 'NOT_AN_ERROR', message: redactText(inspect(error), personal) };
  const isOurs = error instanceof StreampactError;
  // The stack of our own findings leads into this library and says nothing about the message.
  const hasUsefulStack = !isOurs || error instanceof NonRetryableError;
  return {
    ...base,
    code: isOurs ? error.code : codeOf(error),
    message: redactText(error.message, personal),
    ...(hasUsefulStack && error.stack !== undefined
      ? { stack: redactText(error.stack, personal).slice(0, stackLengthMax) }
      : {}),
    ...(error instanceof ContractViolationError
      ? { violations: error.violations.map((violation) => redactViolation(violation, personal)) }
      : {}),
  };
};

/** A path may lead through the keys of a map. */
const redactViolation = ({ path, keyword, message }: Violation, personal: readonly string[]): Violation => ({
  path: redactText(path, personal),
  keyword,
  message: redactText(message, personal),
});

/** The code of a Node or PostgreSQL error, else its class. */
const codeOf = (error: Error): string =>
  'code' in error && typeof error.code === 'string' ? error.code : error.constructor.name;
