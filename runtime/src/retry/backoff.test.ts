import { backoffMs } from './backoff.js';

const policy = { attempts: 8, firstDelayMs: 500, maxDelayMs: 300_000, jitter: 0.2 };

describe('backoff', () => {
  test('doubles from the first delay and stays at the greatest', () => {
    const delays = [1, 2, 3, 10, 11, 1_000].map((attempt) => backoffMs(policy, attempt, 0));
    expect(delays).toEqual([500, 1_000, 2_000, 256_000, 300_000, 300_000]);
  });

  test('loses at most the jitter’s share', () => {
    expect(backoffMs(policy, 1, 1)).toBe(400);
    expect(backoffMs({ ...policy, jitter: 0 }, 1, 1)).toBe(500);
  });
});
