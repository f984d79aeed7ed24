/** Stands in for user-service's keys: issues access tokens and serves the JWKS that they are checked with. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tokenAlgorithm, tokenAudience, tokenIssuer } from '@streampact/edge';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

export interface IdentityProvider {
  readonly jwksUrl: string;
  readonly issue: (
    userId: string,
    claims?: { issuer?: string; audience?: string; expires?: string },
  ) => Promise<string>;
  readonly close: () => Promise<void>;
}

export const startIdentityProvider = async (): Promise<IdentityProvider> => {
  const { privateKey, publicKey } = await generateKeyPair(tokenAlgorithm);
  const keys = [{ ...(await exportJWK(publicKey)), kid: 'test', alg: tokenAlgorithm, use: 'sig' }];
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ keys }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A TCP server's address is an object; it is a text for pipes only.
  const { port } = server.address() as AddressInfo;
  return {
    jwksUrl: `http://127.0.0.1:${port}/.well-known/jwks.json`,
    issue: async (userId, { issuer = tokenIssuer, audience = tokenAudience, expires = '5m' } = {}) =>
      new SignJWT()
        .setProtectedHeader({ alg: tokenAlgorithm, kid: 'test' })
        .setSubject(userId)
        .setIssuer(issuer)
        .setAudience(audience)
        .setIssuedAt()
        .setExpirationTime(expires)
        .sign(privateKey),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
