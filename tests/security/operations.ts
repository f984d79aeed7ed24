/** Every operation of the shop with a request that is right, and each place of it where somebody can write something. */
import { randomUUID } from 'node:crypto';
import type { Answer, HttpClient } from '../../services/edge/test/harness/index.js';
import type { Account, Shop } from './shop.js';

export interface RightRequest {
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: object;
}

export interface Operation {
  /** As in the document of the API: `POST /orders/{orderId}/cancel` */
  readonly name: string;
  readonly service: 'users' | 'orders' | 'notifications';
  /** Absent: for everybody. */
  readonly isForUsers?: true;
  /** Fresh at each call: what can be said once is said once. */
  readonly right: (account: Account) => RightRequest;
}

const nothing = { path: {}, query: {}, headers: {} };

/** Values that must not be in any log begin like this; `x` keeps it an address. */
export const secretMark = 'zq7secretx';

const item = { sku: 'tea', name: 'Tea', quantity: 1, unitPrice: { amountMinor: 1, currency: 'EUR' } };

export const operations: readonly Operation[] = [
  {
    name: 'POST /users',
    service: 'users',
    right: () => ({
      ...nothing,
      body: {
        email: `${secretMark}.${randomUUID()}@example.com`,
        password: `${secretMark} password`,
        firstName: `${secretMark} Ada`,
        lastName: `${secretMark} King`,
      },
    }),
  },
  { name: 'GET /users/me', service: 'users', isForUsers: true, right: () => nothing },
  {
    name: 'PATCH /users/me',
    service: 'users',
    isForUsers: true,
    right: () => ({ ...nothing, body: { firstName: `${secretMark} Ada`, lastName: `${secretMark} King` } }),
  },
  { name: 'GET /users/me/credit', service: 'users', isForUsers: true, right: () => nothing },
  {
    name: 'POST /sessions',
    service: 'users',
    right: ({ email, password }) => ({ ...nothing, body: { email, password } }),
  },
  {
    name: 'POST /sessions/refresh',
    service: 'users',
    right: () => ({ ...nothing, body: { refreshToken: `${secretMark}${'A'.repeat(43 - secretMark.length)}` } }),
  },
  { name: 'GET /.well-known/jwks.json', service: 'users', right: () => nothing },
  {
    name: 'POST /orders',
    service: 'orders',
    isForUsers: true,
    right: () => ({ ...nothing, headers: { 'Idempotency-Key': randomUUID() }, body: { items: [item] } }),
  },
  {
    name: 'GET /orders',
    service: 'orders',
    isForUsers: true,
    right: () => ({ ...nothing, query: { limit: '5', before: randomUUID() } }),
  },
  {
    name: 'GET /orders/{orderId}',
    service: 'orders',
    isForUsers: true,
    right: () => ({ ...nothing, path: { orderId: randomUUID() } }),
  },
  {
    name: 'POST /orders/{orderId}/cancel',
    service: 'orders',
    isForUsers: true,
    right: () => ({ ...nothing, path: { orderId: randomUUID() } }),
  },
  { name: 'GET /notifications', service: 'notifications', isForUsers: true, right: () => nothing },
  // They end what all others need.
  { name: 'DELETE /sessions/current', service: 'users', isForUsers: true, right: () => nothing },
  { name: 'DELETE /sessions', service: 'users', isForUsers: true, right: () => nothing },
];

export const clientOf = (shop: Shop, { service, isForUsers }: Operation, account: Account): HttpClient =>
  isForUsers ? shop[service].http.as(account.accessToken) : shop[service].http;

/** @param bodyText – in the place of the right body */
export const send = async (
  client: HttpClient,
  { name }: Operation,
  { path, query, headers, body }: RightRequest,
  bodyText = body && JSON.stringify(body),
): Promise<Answer> => {
  const [method = '', pattern = ''] = name.split(' ');
  const filled = pattern.replaceAll(/\{(\w+)\}/g, (_all, parameter: string) =>
    encodeURIComponent(path[parameter] ?? ''),
  );
  const search = new URLSearchParams(query).toString();
  return client.with(headers).send(method, search === '' ? filled : `${filled}?${search}`, bodyText);
};

/** The places of a body where a value stands, as JSON pointers: `/items/0/sku`. */
export const leavesOf = (value: unknown, pointer = ''): readonly string[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, inner]) => leavesOf(inner, `${pointer}/${name}`))
    : [pointer];

/** The body as JSON text, with `json` in the place of one leaf. */
export const withLeaf = (body: object, pointer: string, json: string): string => {
  const marker = `marker-${randomUUID()}`;
  const copy = structuredClone(body) as unknown;
  const names = pointer.slice(1).split('/');
  const last = names.pop() ?? '';
  let inner = copy;
  // The pointer comes from leavesOf: every step of it but the last is an object or a list.
  for (const name of names) inner = (inner as Record<string, unknown>)[name];
  (inner as Record<string, unknown>)[last] = marker;
  return JSON.stringify(copy).replace(JSON.stringify(marker), () => json);
};
