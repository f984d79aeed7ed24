/** What an access token of this system is, and how one is checked. The same in the service that issues it and in all others. */
import { errors, jwtVerify, type JWTVerifyGetKey } from 'jose';

export const tokenIssuer = 'user-service';
export const tokenAudience = 'shop';
export const tokenAlgorithm = 'EdDSA';

/** Whom a checked token speaks for. */
export interface CurrentUser {
  readonly userId: string;
  /** The claim `sid`. Undefined: whoever issued the token knows no sessions. */
  readonly sessionId: string | undefined;
}

/** `invalid`: the caller has to log in again. `unavailable`: the keys could not be fetched, so nobody knows. */
export type TokenCheck =
  | { readonly kind: 'valid'; readonly user: CurrentUser }
  | { readonly kind: 'invalid'; readonly reason: string }
  | { readonly kind: 'unavailable'; readonly cause: unknown };

export class TokenVerifier {
  readonly #keys: JWTVerifyGetKey;
  readonly #isOpen: (sessionId: string) => Promise<boolean>;

  /**
   * @param keys – finds the public key that a token's header names, e.g. jose's createRemoteJWKSet
   * @param isOpen – asked about the session of each token that is right otherwise. @default yes: only the issuer knows
   */
  constructor(keys: JWTVerifyGetKey, isOpen: (sessionId: string) => Promise<boolean> = () => Promise.resolve(true)) {
    this.#keys = keys;
    this.#isOpen = isOpen;
  }

  /** Rejects only if the session cannot be asked about. */
  async check(token: string): Promise<TokenCheck> {
    const check = await this.#checkToken(token);
    const sessionId = check.kind === 'valid' ? check.user.sessionId : undefined;
    if (sessionId === undefined || (await this.#isOpen(sessionId))) return check;
    return { kind: 'invalid', reason: 'its session has ended' };
  }

  async #checkToken(token: string): Promise<TokenCheck> {
    try {
      const { payload } = await jwtVerify(token, this.#keys, {
        algorithms: [tokenAlgorithm],
        issuer: tokenIssuer,
        audience: tokenAudience,
        requiredClaims: ['sub', 'exp', 'iat'],
        clockTolerance: 5,
      });
      if (payload.sub === undefined || !uuidPattern.test(payload.sub)) {
        return { kind: 'invalid', reason: 'it does not name a user' };
      }
      const sessionId: unknown = payload['sid'];
      if (sessionId !== undefined && !(typeof sessionId === 'string' && uuidPattern.test(sessionId))) {
        return { kind: 'invalid', reason: 'it does not name a session' };
      }
      return { kind: 'valid', user: { userId: payload.sub, sessionId } };
    } catch (error) {
      return refusal(error);
    }
  }
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** By class: jose throws these for what is wrong with a token, and anything else while it fetches keys. */
const reasons: readonly (readonly [new (...args: never[]) => Error, string])[] = [
  [errors.JWTExpired, 'it has expired'],
  [errors.JWTClaimValidationFailed, 'it was not issued for this system, or is not valid yet'],
  [errors.JWSSignatureVerificationFailed, 'its signature is not right'],
  [errors.JOSEAlgNotAllowed, 'it is not signed with EdDSA'],
  [errors.JOSENotSupported, 'it is not signed with EdDSA'],
  [errors.JWKSNoMatchingKey, 'its key is not known'],
  [errors.JWTInvalid, 'it is not a token'],
  [errors.JWSInvalid, 'it is not a token'],
];

const refusal = (error: unknown): TokenCheck => {
  const found = reasons.find(([kind]) => error instanceof kind);
  return found ? { kind: 'invalid', reason: found[1] } : { kind: 'unavailable', cause: error };
};
