/** What is wrong right now, for logs and health: said once when it begins and once when it is over, not at every try. */
import { types } from 'node:util';
import type { Logger } from '../telemetry/logger.js';

export class Trouble {
  /** Failures in a row and last reason, by source. */
  readonly #sources = new Map<string, { failures: number; reason: string }>();

  /**
   * @param begins – constant sentence for the log when it begins
   * @param ends – constant sentence for the log when it is over
   */
  constructor(
    readonly logger: Logger,
    readonly begins: string,
    readonly ends: string,
  ) {}

  /** The last error of a source that still has one. */
  get current(): string | undefined {
    return [...this.#sources.values()].at(-1)?.reason;
  }

  /**
   * @param source – who failed, where several share this trouble: it lasts until the last of them is well again
   * @returns how long to wait before the next try: 50 ms, doubling to at most 1 s
   */
  report(error: unknown, fields: object = {}, source = ''): number {
    const reason = errorText(error);
    const said = { ...fields, reason, ...(isConnectionLost(error) || isUnanswered(error) ? {} : { err: error }) };
    if (this.#sources.size === 0) this.logger.error(said, this.begins);
    else this.logger.debug(said, this.begins);
    const failures = (this.#sources.get(source)?.failures ?? 0) + 1;
    this.#sources.set(source, { failures, reason });
    return Math.min(50 * 2 ** Math.min(failures - 1, 6), 1_000);
  }

  over(fields: object = {}, source = ''): void {
    if (this.#sources.delete(source) && this.#sources.size === 0) this.logger.info(fields, this.ends);
  }
}

/** ioredis' words for it; its own texts and stacks speak of its options. */
const isConnectionLost = (error: unknown): error is Error =>
  error instanceof Error && error.name === 'MaxRetriesPerRequestError';

const isUnanswered = (error: unknown): boolean => error instanceof Error && error.message === 'Command timed out';

/** Connection errors of Node come as an AggregateError with an empty message. */
const errorText = (error: unknown): string => {
  if (isConnectionLost(error)) {
    const { cause } = error;
    return cause === undefined ? 'no connection to Redis' : `no connection to Redis: ${errorText(cause)}`;
  }
  if (isUnanswered(error)) return 'Redis did not answer in time';
  if (error instanceof AggregateError && error.message === '') return error.errors.map(errorText).join('; ');
  // Also an error of Node's own, where tests run in a context of theirs.
  return types.isNativeError(error) ? error.message || error.name : String(error);
};
