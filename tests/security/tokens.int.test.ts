/**
 * Goal: no service lets anybody in who does not hold a token that user-service issued for this system and that is still good.
 * Method: the whole shop; tokens that are wrong in one respect each, some of them signed with the real key.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomUUID } from 'node:crypto';
import { base64url, decodeProtectedHeader, exportJWK, generateKeyPair, importJWK, SignJWT, type JWK } from 'jose';
import { eventually } from '../infrastructure/test-infrastructure.js';
import { newAccount, startShop, type Account, type Shop } from './shop.js';

let shop: Shop;
let account: Account;
let kid: string;
let realKey: JWK;
let publicKey: JWK;
let attacker: Server;
let attackerUrl: string;
let attackerRequests = 0;

beforeAll(async () => {
  shop = await startShop();
  account = await newAccount(shop, 'token.owner@example.com', 'correct horse battery staple');
  kid = String(decodeProtectedHeader(account.accessToken).kid);
  const [row] = await shop.users.database.query<{ private_jwk: JWK; public_jwk: JWK }[]>('select * from signing_key');
  realKey = row?.private_jwk ?? {};
  publicKey = row?.public_jwk ?? {};
  attacker = createServer((_request, response) => {
    attackerRequests++;
    response.end(JSON.stringify({ keys: [publicKey] }));
  });
  await new Promise<void>((resolve) => attacker.listen(0, '127.0.0.1', resolve));
  // A TCP server's address is an object; it is a text for pipes only.
  attackerUrl = `http://127.0.0.1:${(attacker.address() as AddressInfo).port}/keys`;
});

afterAll(async () => {
  await new Promise((resolve) => attacker.close(resolve));
  await shop.close();
});

/** One operation of each service that wants a token. */
const protectedOperations = async (token: string): Promise<readonly { status: number; text: string }[]> =>
  Promise.all([
    shop.users.http.as(token).get('/users/me'),
    shop.users.http.as(token).patch('/users/me', { firstName: 'Mallory' }),
    shop.users.http.as(token).delete('/sessions/current'),
    shop.orders.http.as(token).get('/orders'),
    shop.orders.http.as(token).post('/orders', {}, { 'idempotency-key': 'x' }),
    shop.notifications.http.as(token).get('/notifications'),
  ]);

const encoded = (part: object): string => base64url.encode(JSON.stringify(part));

const claims = (changed: object = {}): Record<string, unknown> => {
  const now = Math.floor(Date.now() / 1_000);
  return { sub: account.userId, iss: 'user-service', aud: 'shop', iat: now, exp: now + 600, ...changed };
};

/** Signed with the key that user-service signs with. */
const signed = async (changed: object = {}, header: object = {}): Promise<string> =>
  new SignJWT(JSON.parse(JSON.stringify(claims(changed))) as Record<string, unknown>)
    .setProtectedHeader({ alg: 'EdDSA', kid, ...header })
    .sign(await importJWK(realKey, 'EdDSA'));

const hoursAgo = (hours: number): number => Math.floor(Date.now() / 1_000) - hours * 3_600;

const tampered = (part: 0 | 1 | 2, change: (text: string) => string): string => {
  const parts = account.accessToken.split('.');
  parts[part] = change(parts[part] ?? '');
  return parts.join('.');
};

test('the token that all others are made from is accepted', async () => {
  for (const { status } of [
    await shop.users.http.as(await signed()).get('/users/me'),
    await shop.orders.http.as(await signed()).get('/orders'),
    await shop.notifications.http.as(await signed()).get('/notifications'),
  ]) {
    expect(status).toBe(200);
  }
});

test.each<[string, () => string | Promise<string>]>([
  ['has expired', async () => signed({ exp: hoursAgo(1), iat: hoursAgo(2) })],
  ['never expires', async () => signed({ exp: undefined })],
  ['is valid from tomorrow on', async () => signed({ nbf: hoursAgo(-24) })],
  ['does not say when it was issued', async () => signed({ iat: undefined })],
  ['is for another audience', async () => signed({ aud: 'bank' })],
  ['is for nobody', async () => signed({ aud: undefined })],
  ['is from another issuer', async () => signed({ iss: 'https://issuer.example.com' })],
  ['names no user', async () => signed({ sub: undefined })],
  ['names a user who is none', async () => signed({ sub: "' or true --" })],
  ['names a session that is none', async () => signed({ sid: "' or true --" })],
  ['has no signature', () => `${encoded({ alg: 'none', kid })}.${encoded(claims())}.`],
  ['has no signature, in other letters', () => `${encoded({ alg: 'nOnE' })}.${encoded(claims())}.`],
  [
    'says none and is signed',
    async () => `${encoded({ alg: 'none', kid })}.${(await signed()).split('.').slice(1).join('.')}`,
  ],
  ['lost its signature', () => tampered(2, () => '')],
  ['has another signature', () => tampered(2, (text) => (text.startsWith('A') ? 'B' : 'A') + text.slice(1))],
  ['has other claims under the same signature', () => tampered(1, () => encoded(claims({ sub: randomUUID() })))],
  ['has another header over the same signature', () => tampered(0, () => encoded({ alg: 'EdDSA', kid, typ: 'x' }))],
  [
    'is signed with the public key as if it were a secret',
    async () =>
      new SignJWT(claims())
        .setProtectedHeader({ alg: 'HS256', kid })
        .sign(new TextEncoder().encode(String(publicKey.x))),
  ],
  [
    'is signed with a key of somebody else under the right name',
    async () =>
      new SignJWT(claims()).setProtectedHeader({ alg: 'EdDSA', kid }).sign((await generateKeyPair('EdDSA')).privateKey),
  ],
  [
    'brings its own key',
    async () => {
      const own = await generateKeyPair('EdDSA');
      return new SignJWT(claims())
        .setProtectedHeader({ alg: 'EdDSA', kid: 'own', jwk: await exportJWK(own.publicKey) })
        .sign(own.privateKey);
    },
  ],
  ['says where its key is', async () => signed({}, { kid: 'theirs', jku: attackerUrl, x5u: attackerUrl })],
  ['names a key that is a path', async () => signed({}, { kid: '../../../../dev/null' })],
  ['names a key that is SQL', async () => signed({}, { kid: "' union select '{}' --" })],
  ['wants something that nobody knows', async () => signed({}, { crit: ['exp2'], exp2: 1 }).catch(() => 'a.b.c')],
  ['names a key that is an object', () => `${encoded({ alg: 'EdDSA', kid: { $ne: '' } })}.${encoded(claims())}.AAAA`],
  ['has only two parts', () => account.accessToken.split('.').slice(0, 2).join('.')],
  ['is a refresh token', () => account.refreshToken],
  ['is empty', () => ''],
])('a token that %s is refused everywhere', async (_what: string, make: () => string | Promise<string>) => {
  for (const answer of await protectedOperations(await make())) {
    expect(answer).toMatchObject({ status: 401, body: { status: 401 } });
    expect(answer.text).not.toMatch(/node_modules|\n\s+at /);
  }
});

test('nobody was asked for a key because a token said so', () => {
  expect(attackerRequests).toBe(0);
});

test('a token is not taken from anywhere but the header', async () => {
  const token = account.accessToken;
  expect(await shop.orders.http.get(`/orders?access_token=${token}`)).toMatchObject({ status: 401 });
  expect(await shop.orders.http.with({ cookie: `access_token=${token}` }).get('/orders')).toMatchObject({
    status: 401,
  });
  expect(await shop.orders.http.with({ authorization: `Basic ${token}` }).get('/orders')).toMatchObject({
    status: 401,
  });
});

test('what belongs to one user is not there for another one', async () => {
  const other = await newAccount(shop, 'other.owner@example.com', 'correct horse battery staple');
  const item = { sku: 'tea', name: 'Tea', quantity: 1, unitPrice: { amountMinor: 100, currency: 'EUR' } };
  const placed = await shop.orders.http
    .as(account.accessToken)
    .post('/orders', { items: [item] }, { 'idempotency-key': randomUUID() });
  expect(placed.status).toBe(201);
  const path = `/orders/${String(placed.body['orderId'])}`;
  const stranger = shop.orders.http.as(other.accessToken);
  expect(await stranger.get(path)).toMatchObject({ status: 404 });
  expect(await stranger.post(`${path}/cancel`)).toMatchObject({ status: 404 });
  expect((await stranger.get('/orders')).body).toEqual({ orders: [] });
  expect((await stranger.get(`/orders?before=${String(placed.body['orderId'])}`)).body).toEqual({ orders: [] });
});

// Last, because it takes the key away that the other tests sign with.
test('a token of a key that was withdrawn is refused by user-service at once', async () => {
  const token = await signed({ exp: hoursAgo(-24) });
  expect(await shop.users.http.as(token).get('/users/me')).toMatchObject({ status: 200 });
  await shop.users.database.query('update signing_key set published_until = clock_timestamp()');
  await eventually(async () => expect(await shop.users.http.as(token).get('/users/me')).toMatchObject({ status: 401 }));
});
