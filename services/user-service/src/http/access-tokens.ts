/** Signs access tokens, and checks those that come back, with the keys in this service's database. Rotates the keys, too. */
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import {
  calculateJwkThumbprint,
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
  importJWK,
  SignJWT,
  type JSONWebKeySet,
} from 'jose';
import { loggerToken, tokenAlgorithm, tokenAudience, tokenIssuer, TokenVerifier } from '@streampact/edge';
import type { Logger } from '@streampact/runtime';
import { configToken, type UserServiceConfig } from '../config.js';
import { announcedForSeconds, nextKeySignsIn, type RotationPolicy } from '../domain/key-rotation.js';
import { SessionRepository, type OpenSession } from '../persistence/session.repository.js';
import { SigningKeyRepository, type PublishedKey, type SigningKey } from '../persistence/signing-key.repository.js';

export interface AccessToken {
  readonly accessToken: string;
  readonly expiresInSeconds: number;
}

/** How long an instance may not know a key that another one has just made. */
const keysMaxAgeMs = 5_000;

@Injectable()
export class AccessTokens implements OnModuleInit {
  readonly #policy: RotationPolicy;
  #known: { readonly keys: readonly PublishedKey[]; readonly at: number } | undefined;
  #reading: Promise<readonly PublishedKey[]> | undefined;

  constructor(
    private readonly repository: SigningKeyRepository,
    private readonly sessions: SessionRepository,
    @Inject(configToken) private readonly config: UserServiceConfig,
    @Inject(loggerToken) private readonly logger: Logger,
  ) {
    this.#policy = {
      signsForSeconds: config.signingKeyTtlSeconds,
      announcedForSeconds,
      tokenTtlSeconds: config.accessTokenTtlSeconds,
    };
  }

  readonly verifier = new TokenVerifier(
    async (header, token) => createLocalJWKSet(await this.publicKeys())(header, token),
    async (sessionId) => this.sessions.isOpen(sessionId),
  );

  async onModuleInit(): Promise<void> {
    await this.#keys();
  }

  async issue({ userId, sessionId, endsInSeconds }: OpenSession): Promise<AccessToken> {
    const signing = (await this.#keys()).filter(({ signsInSeconds }) => signsInSeconds <= 0);
    const key = signing.find(({ publishedForSeconds }) => publishedForSeconds === undefined) ?? signing[0];
    if (!key) throw new Error('The table signing_key holds no key that may sign, although one was just made.');
    // No token outlives its session, or its key, whatever ACCESS_TOKEN_TTL_SECONDS was when the key's successor was made.
    const expiresInSeconds = Math.min(
      this.config.accessTokenTtlSeconds,
      endsInSeconds,
      Math.floor(key.publishedForSeconds ?? Infinity),
    );
    const accessToken = await new SignJWT({ sid: sessionId })
      .setProtectedHeader({ alg: tokenAlgorithm, kid: key.kid })
      .setSubject(userId)
      .setIssuer(tokenIssuer)
      .setAudience(tokenAudience)
      .setIssuedAt()
      .setExpirationTime(`${expiresInSeconds}s`)
      .sign(await importJWK(key.privateJwk, tokenAlgorithm));
    return { accessToken, expiresInSeconds };
  }

  async publicKeys(): Promise<JSONWebKeySet> {
    return { keys: (await this.#keys()).map(({ publicJwk }) => publicJwk) };
  }

  /** As they are now: read a moment ago, and moved by the time since. */
  async #keys(): Promise<readonly PublishedKey[]> {
    if (!this.#known || performance.now() - this.#known.at > keysMaxAgeMs) {
      // Requests that come meanwhile wait for the same answer.
      this.#reading ??= this.#readKeys().finally(() => (this.#reading = undefined));
      await this.#reading;
    }
    const { keys, at } = this.#known ?? { keys: [], at: 0 };
    const sinceSeconds = (performance.now() - at) / 1_000;
    return keys.map((key) => ({
      ...key,
      signsInSeconds: key.signsInSeconds - sinceSeconds,
      publishedForSeconds: key.publishedForSeconds === undefined ? undefined : key.publishedForSeconds - sinceSeconds,
    }));
  }

  async #readKeys(): Promise<readonly PublishedKey[]> {
    let at = performance.now();
    let keys = await this.repository.published();
    if (isRotationDue(keys, this.#policy)) {
      const kid = await this.repository.rotate(this.#policy, generateSigningKey);
      if (kid !== undefined) this.logger.info({ kid }, 'signing key made');
      at = performance.now();
      keys = await this.repository.published();
    }
    this.#known = { keys, at };
    return keys;
  }
}

/** Asked without the lock, which rotate() takes to decide. */
const isRotationDue = (keys: readonly PublishedKey[], policy: RotationPolicy): boolean => {
  const canSign = keys.some(({ signsInSeconds }) => signsInSeconds <= 0);
  const newestAgeSeconds = -(keys[0]?.signsInSeconds ?? 0);
  return nextKeySignsIn({ canSign, newestAgeSeconds }, policy) !== undefined;
};

const generateSigningKey = async (): Promise<SigningKey> => {
  const { privateKey, publicKey } = await generateKeyPair(tokenAlgorithm, { extractable: true });
  const publicJwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(publicJwk);
  const named = { kid, alg: tokenAlgorithm, use: 'sig' };
  return { kid, publicJwk: { ...publicJwk, ...named }, privateJwk: { ...(await exportJWK(privateKey)), ...named } };
};
