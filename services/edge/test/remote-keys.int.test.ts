/** Goal: services accept the tokens of a new key at once and refuse those of a withdrawn one. Method: a real server of keys. */
import { randomUUID } from 'node:crypto';
import { remoteTokenVerifier } from '@streampact/edge';
import { startIdentityProvider, type IdentityProvider } from './harness/identity-provider.js';

const userId = randomUUID();
let identity: IdentityProvider;

beforeEach(async () => {
  identity = await startIdentityProvider();
});

afterEach(async () => identity.close());

test('a token of a new key makes the keys be fetched again', async () => {
  const verifier = remoteTokenVerifier(identity.jwksUrl, { unknownKeyWaitMs: 0 });
  const old = await identity.issue(userId);
  expect(await verifier.check(old)).toMatchObject({ kind: 'valid' });
  await identity.rotate();
  expect(await verifier.check(await identity.issue(userId))).toMatchObject({ kind: 'valid', user: { userId } });
  expect(await verifier.check(old)).toMatchObject({ kind: 'valid' });
  expect(identity.fetches()).toBe(2);
});

test('invented keys do not become a flood of fetches', async () => {
  const verifier = remoteTokenVerifier(identity.jwksUrl);
  expect(await verifier.check(await identity.issue(userId))).toMatchObject({ kind: 'valid' });
  const stranger = await startIdentityProvider();
  await stranger.rotate();
  for (let n = 0; n < 20; n++) {
    expect(await verifier.check(await stranger.issue(userId))).toEqual({
      kind: 'invalid',
      reason: 'its key is not known',
    });
  }
  expect(identity.fetches()).toBe(1);
  await stranger.close();
});

test('a token of a withdrawn key is refused when the keys have to be fetched again', async () => {
  const verifier = remoteTokenVerifier(identity.jwksUrl, { freshForMs: 0 });
  const token = await identity.issue(userId, { expires: '1d' });
  expect(await verifier.check(token)).toMatchObject({ kind: 'valid' });
  await identity.rotate();
  identity.withdraw('test-1');
  expect(await verifier.check(token)).toEqual({ kind: 'invalid', reason: 'its key is not known' });
});

test('while keys cannot be fetched the last ones are believed, for a bounded time', async () => {
  const patient = remoteTokenVerifier(identity.jwksUrl, { freshForMs: 0 });
  const strict = remoteTokenVerifier(identity.jwksUrl, { freshForMs: 0, believedForMs: 0 });
  const token = await identity.issue(userId);
  expect(await patient.check(token)).toMatchObject({ kind: 'valid' });
  expect(await strict.check(token)).toMatchObject({ kind: 'valid' });
  identity.fail();
  expect(await patient.check(token)).toMatchObject({ kind: 'valid' });
  expect(await strict.check(token)).toMatchObject({ kind: 'unavailable' });
});

test('nobody is let in before there were keys', async () => {
  identity.fail();
  expect(await remoteTokenVerifier(identity.jwksUrl).check(await identity.issue(userId))).toMatchObject({
    kind: 'unavailable',
  });
});
