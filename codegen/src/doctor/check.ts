/** What `streampact doctor` says of one thing it looked at. */
export interface Check {
  /** `skipped` – it could not be looked at, which is no fault by itself. */
  readonly status: 'ok' | 'warning' | 'problem' | 'skipped';
  /** What was looked at, e.g. `Redis at localhost:6379`. */
  readonly subject: string;
  /** What is so. */
  readonly message: string;
  /** What to do about it. */
  readonly fix?: string;
}

/** How long a server may take to answer. */
export const answerMaxMs = 3_000;

/** `localhost:5432/shop`: never the password. `undefined` if it is no URL of one of `protocols`. */
export const placeOf = (url: string, protocols: readonly string[]): string | undefined => {
  if (!URL.canParse(url)) return undefined;
  const { protocol, host, pathname } = new URL(url);
  return protocols.includes(protocol) ? `${host}${pathname.replace(/\/$/, '')}` : undefined;
};

/** @returns what the error says; connection errors of Node often have their text only in the errors they hold. */
export const reasonOf = (error: unknown): string => {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ');
  if (!(error instanceof Error)) return String(error);
  return error.message === '' && 'code' in error ? String(error.code) : error.message;
};
