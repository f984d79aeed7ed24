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
