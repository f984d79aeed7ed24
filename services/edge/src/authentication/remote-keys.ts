import { createRemoteJWKSet } from 'jose';
import { TokenVerifier } from './access-token.js';

/**
 * Checks tokens with the keys behind a URL. They are kept for ten minutes; a token that names an unknown key makes them be
 * fetched again, at most every ten seconds, so that new keys are found and invented ones do not become a flood.
 */
export const remoteTokenVerifier = (jwksUrl: string): TokenVerifier =>
  new TokenVerifier(
    createRemoteJWKSet(new URL(jwksUrl), { cacheMaxAge: 600_000, cooldownDuration: 10_000, timeoutDuration: 3_000 }),
  );
