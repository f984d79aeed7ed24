import type { RetryPolicy } from '../contract/definitions.js';

/**
 * Delay before the next attempt: doubles from `firstDelayMs`, is capped at `maxDelayMs`, and loses a random share of at
 * most `jitter`, so that messages that failed together do not come back together.
 * @param attempt – the attempt that has just failed, from 1
 * @param random – 0 to 1
 */
export const backoffMs = (policy: RetryPolicy, attempt: number, random: number): number => {
  const full = Math.min(policy.firstDelayMs * 2 ** Math.min(attempt - 1, 40), policy.maxDelayMs);
  return Math.round(full * (1 - policy.jitter * random));
};
