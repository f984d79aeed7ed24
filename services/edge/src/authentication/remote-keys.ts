/** Checks tokens with the keys that user-service publishes: when they are fetched, and for how long they are believed. */
import { createLocalJWKSet, createRemoteJWKSet, errors, type JWTVerifyGetKey } from 'jose';
import { TokenVerifier } from './access-token.js';

export interface RemoteKeysOptions {
  /** After this, keys are fetched again before one is used: a key that was withdrawn is refused from then on. @default 60 000 ms */
  readonly freshForMs?: number;
  /** A token that names an unknown key makes the keys be fetched again, but never sooner than this after the last time. @default 10 000 ms */
  readonly unknownKeyWaitMs?: number;
  /** While they cannot be fetched, the last ones are believed for this long. @default 600 000 ms */
  readonly believedForMs?: number;
}

/** A new key is published two minutes before it signs, so nobody's token waits for `unknownKeyWaitMs` (user-service, key-rotation.ts). */
export const remoteTokenVerifier = (jwksUrl: string, options: RemoteKeysOptions = {}): TokenVerifier =>
  new TokenVerifier(remoteKeys(jwksUrl, options));

const remoteKeys = (
  jwksUrl: string,
  { freshForMs = 60_000, unknownKeyWaitMs = 10_000, believedForMs = 600_000 }: RemoteKeysOptions,
): JWTVerifyGetKey => {
  const fetched = createRemoteJWKSet(new URL(jwksUrl), {
    cacheMaxAge: freshForMs,
    cooldownDuration: unknownKeyWaitMs,
    timeoutDuration: 3_000,
  });
  let fetchedAt = performance.now();
  return async (header, token) => {
    try {
      const key = await fetched(header, token);
      fetchedAt = performance.now();
      return key;
    } catch (error) {
      const last = fetched.jwks();
      const isAnswer = answers.some((kind) => error instanceof kind);
      if (isAnswer || last === undefined || performance.now() - fetchedAt > believedForMs) throw error;
      return createLocalJWKSet(last)(header, token);
    }
  };
};

/** What jose throws about a token, as opposed to a fetch that failed. */
const answers = [errors.JWKSNoMatchingKey, errors.JWKSMultipleMatchingKeys, errors.JOSENotSupported];
