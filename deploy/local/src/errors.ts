/** Errors of the local environment. Each says what happened and what to do; none carries a stack worth showing. */
export class InfrastructureUnavailableError extends Error {
  readonly code = 'INFRASTRUCTURE_UNAVAILABLE';

  constructor(fields: { what: string; skipped: readonly string[]; remedy: string }) {
    const tried = fields.skipped.map((reason) => `  - ${reason}`).join('\n');
    super(`No ${fields.what} to work with. Tried, in this order:\n${tried}\nWhat to do: ${fields.remedy}`);
    this.name = 'InfrastructureUnavailableError';
  }
}

/** A server that this package started did not come up, or went away. */
export class ServerStartError extends Error {
  readonly code = 'SERVER_START_FAILED';

  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'ServerStartError';
  }
}

/** Something in the user's hands is not as it should be: a flag, a port, a folder. */
export class UsageError extends Error {
  readonly code = 'LOCAL_USAGE';

  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
export const firstLineOf = (error: unknown): string => messageOf(error).split('\n', 1)[0] ?? '';
