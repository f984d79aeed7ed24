/** Stands in for user-service's keys: issues access tokens and serves the JWKS that they are checked with. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tokenAlgorithm, tokenAudience, tokenIssuer } from '@streampact/edge';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';
import { closedAtTheEnd } from './left-open.js';

export interface IdentityProvider {
  readonly jwksUrl: string;
  /** How often the keys were asked for. */
  readonly fetches: () => number;
  /** Signs with the newest key, unless `kid` names another one, published or not. */
  readonly issue: (
    userId: string,
    claims?: { issuer?: string; audience?: string; expires?: string; kid?: string },
  ) => Promise<string>;
  /** Makes another key, which signs from now on. @returns its id */
  readonly rotate: () => Promise<string>;
  readonly withdraw: (kid: string) => void;
  /** Answers 503 from now on. */
  readonly fail: () => void;
  readonly close: () => Promise<void>;
}

export const startIdentityProvider = async (): Promise<IdentityProvider> => {
  const privateKeys = new Map<string, CryptoKey>();
  let published: (JWK & { readonly kid: string })[] = [];
  let fetches = 0;
  let isFailing = false;
  const rotate = async (): Promise<string> => {
    const { privateKey, publicKey } = await generateKeyPair(tokenAlgorithm);
    const kid = `test-${privateKeys.size + 1}`;
    privateKeys.set(kid, privateKey);
    published = [{ ...(await exportJWK(publicKey)), kid, alg: tokenAlgorithm, use: 'sig' }, ...published];
    return kid;
  };
  await rotate();
  const server = createServer((_request, response) => {
    fetches++;
    response.statusCode = isFailing ? 503 : 200;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ keys: published }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A TCP server's address is an object; it is a text for pipes only.
  const { port } = server.address() as AddressInfo;
  return {
    jwksUrl: `http://127.0.0.1:${port}/.well-known/jwks.json`,
    fetches: () => fetches,
    rotate,
    withdraw: (kid) => {
      published = published.filter((key) => key.kid !== kid);
    },
    fail: () => {
      isFailing = true;
    },
    issue: async (userId, { issuer = tokenIssuer, audience = tokenAudience, expires = '5m', kid } = {}) => {
      const named = kid ?? `test-${privateKeys.size}`;
      const privateKey = privateKeys.get(named);
      if (privateKey === undefined) throw new Error(`There is no key ${named}.`);
      return new SignJWT()
        .setProtectedHeader({ alg: tokenAlgorithm, kid: named })
        .setSubject(userId)
        .setIssuer(issuer)
        .setAudience(audience)
        .setIssuedAt()
        .setExpirationTime(expires)
        .sign(privateKey);
    },
    close: closedAtTheEnd(async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }),
  };
};
