/** What time it is in this process, passed in so that tests can set it. What must agree between processes asks PostgreSQL. */
export interface Clock {
  readonly now: () => Date;
}

export const systemClock: Clock = { now: () => new Date() };
