/** Signs access tokens, and checks those that come back, with the keys in this service's database. */
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
import { tokenAlgorithm, tokenAudience, tokenIssuer, TokenVerifier } from '@streampact/edge';
import { configToken, type UserServiceConfig } from '../config.js';
import { SigningKeyRepository, type SigningKey } from '../persistence/signing-key.repository.js';

export interface AccessToken {
  readonly accessToken: string;
  readonly expiresInSeconds: number;
}

/** How long an instance may not know a key that another one has just made. */
const keysMaxAgeMs = 5_000;

@Injectable()
export class AccessTokens implements OnModuleInit {
  #known: { readonly keys: readonly SigningKey[]; readonly at: number } | undefined;

  constructor(
    private readonly repository: SigningKeyRepository,
    @Inject(configToken) private readonly config: UserServiceConfig,
  ) {}

  readonly verifier = new TokenVerifier(async (header, token) =>
    createLocalJWKSet(await this.publicKeys())(header, token),
  );

  async onModuleInit(): Promise<void> {
    await this.repository.insertFirst(generateSigningKey);
  }

  async issue(userId: string): Promise<AccessToken> {
    const [newest] = await this.#keys();
    if (!newest)
      throw new Error('The table signing_key is empty, although a key was made at start. Restart the service.');
    const expiresInSeconds = this.config.accessTokenTtlSeconds;
    const accessToken = await new SignJWT()
      .setProtectedHeader({ alg: tokenAlgorithm, kid: newest.kid })
      .setSubject(userId)
      .setIssuer(tokenIssuer)
      .setAudience(tokenAudience)
      .setIssuedAt()
      .setExpirationTime(`${expiresInSeconds}s`)
      .sign(await importJWK(newest.privateJwk, tokenAlgorithm));
    return { accessToken, expiresInSeconds };
  }

  async publicKeys(): Promise<JSONWebKeySet> {
    return { keys: (await this.#keys()).map(({ publicJwk }) => publicJwk) };
  }

  async #keys(): Promise<readonly SigningKey[]> {
    if (!this.#known || performance.now() - this.#known.at > keysMaxAgeMs) {
      this.#known = { keys: await this.repository.all(), at: performance.now() };
    }
    return this.#known.keys;
  }
}

const generateSigningKey = async (): Promise<SigningKey> => {
  const { privateKey, publicKey } = await generateKeyPair(tokenAlgorithm, { extractable: true });
  const publicJwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(publicJwk);
  const named = { kid, alg: tokenAlgorithm, use: 'sig' };
  return { kid, publicJwk: { ...publicJwk, ...named }, privateJwk: { ...(await exportJWK(privateKey)), ...named } };
};
