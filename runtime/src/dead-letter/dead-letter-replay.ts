/**
 * What can be done with a dead letter. Each function changes its row of the inbox in the caller's transaction and nothing
 * else, so that a record of who did it can be written in the same one; a crash before the commit changes nothing.
 */
import { violationsOf } from '../contract/violations.js';
import type { MessageDefinition } from '../contract/definitions.js';
import type { Sql } from '../database/sql.js';
import type { DomainEvent } from '../envelope/domain-event.js';
import { ContractViolationError, DeadLetterError } from '../errors/errors.js';
import type { FailedAttempt } from '../inbox/inbox.js';

export interface ReplayOptions {
  /** In place of the event's payload. */
  readonly data?: unknown;
  /** The message's contract, where it is at hand: edited data must fulfil it. */
  readonly definition?: MessageDefinition;
}

/**
 * Handles a dead letter again: it is `retrying` and due at once, with a full number of attempts before it and its history
 * behind it. It runs in the loop of the instance that owns its partition, which looks every 5 s; a partition without an owner,
 * or on a paused stream, keeps it until there is one.
 *
 * Order: until it has been handled, messages of its key that are read from now on wait behind it, and with `block-key` those
 * that waited all along follow it in the order of their entries. With `skip`, later messages of its key that were handled
 * meanwhile stay handled: the handler sees the replayed one after them.
 *
 * The mirror in `<address>.dlq.<group>` stays; if it fails again, another one is written.
 * @throws DeadLetterError – there is no such dead letter, it holds no event, or the edited data would change its key
 * @throws ContractViolationError – the edited data breaks the contract
 */
export const replayDeadLetter = async (transaction: Sql, id: string, options: ReplayOptions = {}): Promise<void> => {
  const letter = await lockDeadLetter(transaction, id);
  if (letter.errors?.at(-1)?.code === 'ENVELOPE_INVALID') {
    throw new DeadLetterError(`Dead letter ${id} cannot be replayed: its entry holds no event. Discard it.`);
  }
  const event = 'data' in options ? editedEvent(id, letter.event, options) : letter.event;
  await transaction.query(
    `update inbox set state = 'retrying', blocks_key = false, attempts = 0, replays = replays + 1, event = $2::json,
            next_attempt_at = clock_timestamp(), finished_at = null
     where id = $1`,
    [id, JSON.stringify(event)],
  );
};

/**
 * Gives a dead letter up for good: it counts as done, keeps its history until retention takes it, and with `block-key` its key
 * goes on. An entry of the same event that is delivered again has no effect.
 * @throws DeadLetterError – there is no such dead letter
 */
export const discardDeadLetter = async (transaction: Sql, id: string): Promise<void> => {
  await lockDeadLetter(transaction, id);
  await transaction.query(
    `update inbox set state = 'done', blocks_key = false, discarded_at = clock_timestamp(), finished_at = clock_timestamp()
     where id = $1`,
    [id],
  );
};

interface LockedLetter {
  readonly event: DomainEvent;
  readonly errors: readonly FailedAttempt[] | null;
}

const lockDeadLetter = async (transaction: Sql, id: string): Promise<LockedLetter> => {
  const result = await transaction.query<LockedLetter & { state: string }>(
    `select state, event, errors from inbox where id = $1 for update`,
    [id],
  );
  const row = result.rows[0];
  if (row?.state === 'dead') return row;
  throw new DeadLetterError(
    `There is no dead letter ${id}: ${row ? `that message is ${row.state}` : 'no message with that id was received, or retention took it'}. ` +
      '`dead-letters list` names those that there are.',
  );
};

const editedEvent = (id: string, event: DomainEvent, { data, definition }: ReplayOptions): DomainEvent => {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    throw new DeadLetterError(
      `Dead letter ${id} cannot be replayed with ${JSON.stringify(data)}: a payload is an object.`,
    );
  }
  if (!definition) return { ...event, data };
  if (!definition.validateRead(data)) {
    throw new ContractViolationError({
      messageName: definition.name,
      violations: violationsOf(definition.validateRead),
    });
  }
  const { key: property } = definition;
  const edited: Readonly<Record<string, unknown>> = { ...data };
  const key = property === undefined ? event.aggregateId : edited[property];
  if (key !== event.aggregateId) {
    throw new DeadLetterError(
      `Dead letter ${id} has the key ${JSON.stringify(event.aggregateId)}; the edited ${definition.name}.${property ?? ''} is ` +
        `${JSON.stringify(key) ?? 'missing'}. Its order depends on the key: leave that as it is.`,
    );
  }
  return { ...event, data };
};
