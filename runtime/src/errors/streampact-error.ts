/** Base of every error this library throws: a stable `code`, a message that says what happened, where and what to do. */
export abstract class StreampactError extends Error {
  /** Stable and listed in docs/errors.md with its remedy. */
  abstract readonly code: string;

  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = new.target.name;
  }
}
