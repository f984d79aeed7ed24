/** Something about PostgreSQL or Redis, as they are set up, that costs a guarantee. */
export interface Finding {
  /** `error`: the service should not take traffic like this; `warning`: it can, with less than is promised. */
  readonly severity: 'error' | 'warning';
  /** The setting, e.g. `maxmemory-policy`. */
  readonly subject: string;
  readonly found: string;
  /** What is lost, and when. */
  readonly costs: string;
  readonly remedy: string;
}
