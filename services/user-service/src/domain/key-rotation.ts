/**
 * When the key that signs access tokens is followed by another one. A key is
 * announced (published, so that every service has it) → signing → published (until its last token has expired) → deleted.
 * All times are the database's: instances whose clocks differ decide alike.
 */

export interface RotationPolicy {
  /** How long a key signs. */
  readonly signsForSeconds: number;
  /** How long it is published before it signs. */
  readonly announcedForSeconds: number;
  /** How long the longest of its tokens is accepted. */
  readonly tokenTtlSeconds: number;
}

/** What the table says, at one moment of the database's clock. */
export interface SigningKeys {
  /** Whether there is a key that may sign now. */
  readonly canSign: boolean;
  /** Seconds since the newest key began to sign; negative while it is announced only. */
  readonly newestAgeSeconds: number;
}

/**
 * Longer than everything that may hold an older list of keys: a proxy that keeps the answer for its max-age (60 s), a service
 * that waits before it asks again (10 s), and an instance that has read the table a moment ago (5 s).
 */
export const announcedForSeconds = 120;

/** Beyond a token's life: for clocks that differ, and for an instance that has not noticed its successor yet. */
export const spareSeconds = 60;

/** @returns in how many seconds a new key has to begin to sign; undefined if it is not time yet for a new one */
export const nextKeySignsIn = (keys: SigningKeys, policy: RotationPolicy): number | undefined => {
  // The first one, or somebody has withdrawn the one that signed: there is nothing that could be announced meanwhile.
  if (!keys.canSign) return 0;
  const leftSeconds = policy.signsForSeconds - keys.newestAgeSeconds;
  if (leftSeconds > policy.announcedForSeconds) return undefined;
  return Math.max(policy.announcedForSeconds, leftSeconds);
};

/** How long a key is published after its successor has begun to sign. */
export const outlivesSuccessorBySeconds = (policy: RotationPolicy): number => policy.tokenTtlSeconds + spareSeconds;
