import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { listIn, numberIn, objectIn, textIn, type Json } from './json-fields.js';

export interface ShopUrls {
  readonly users: string;
  readonly orders: string;
  readonly notifications: string;
}

/** A request as the timeline shows it. */
export interface MadeRequest {
  readonly startedAt: number;
  readonly tookMs: number;
  readonly what: string;
  readonly who: string;
  readonly status: number;
}

export interface Order {
  readonly orderId: string;
  readonly status: string;
  readonly reason: string | undefined;
}

const requestMaxMs = 10_000;
/** How long an order may be refused with 409 and Retry-After, because order-service does not know the customer yet. */
const unknownCustomerMaxMs = 15_000;

/** One customer of the shop, who uses nothing but public HTTP. */
export class Customer {
  readonly name: string;
  readonly email: string;
  userId = '';
  readonly #urls: ShopUrls;
  readonly #onRequest: (request: MadeRequest) => void;
  readonly #password = randomUUID();
  #token = '';

  constructor(name: string, shop: { urls: ShopUrls; onRequest: (request: MadeRequest) => void }) {
    this.name = name;
    // Fresh at every run: an e-mail address can be registered once.
    this.email = `${name.toLowerCase()}.${randomUUID().slice(0, 8)}@example.com`;
    this.#urls = shop.urls;
    this.#onRequest = shop.onRequest;
  }

  async register(): Promise<void> {
    const person = { email: this.email, password: this.#password, firstName: this.name, lastName: 'Example' };
    this.userId = textIn(await this.#post(this.#urls.users, '/users', person), 'userId');
    const session = await this.#post(this.#urls.users, '/sessions', { email: this.email, password: this.#password });
    this.#token = textIn(session, 'accessToken');
  }

  async credit(): Promise<{ limitMinor: number; reservedMinor: number; currency: string }> {
    const credit = await this.#get(this.#urls.users, '/users/me/credit');
    const limit = objectIn(credit['limit']);
    const reserved = objectIn(credit['reserved']);
    return {
      limitMinor: numberIn(limit, 'amountMinor'),
      reservedMinor: numberIn(reserved, 'amountMinor'),
      currency: textIn(limit, 'currency'),
    };
  }

  /** Places an order of one item; waits as Retry-After says while order-service has not heard of this customer. */
  async placeOrder(item: { name: string; price: { amountMinor: number; currency: string } }): Promise<string> {
    const body = { items: [{ sku: 'DEMO-1', name: item.name, quantity: 1, unitPrice: item.price }] };
    const idempotencyKey = randomUUID();
    const deadline = Date.now() + unknownCustomerMaxMs;
    for (;;) {
      const response = await this.#send('POST', this.#urls.orders, '/orders', { body, idempotencyKey });
      const retryAfter = response.headers.get('retry-after');
      if (response.status !== 409 || retryAfter === null || Date.now() > deadline) {
        return textIn(await bodyOf(response, 'POST /orders'), 'orderId');
      }
      await sleep(Math.min(Number(retryAfter) || 1, 5) * 1_000);
    }
  }

  async cancelOrder(orderId: string): Promise<void> {
    await this.#post(this.#urls.orders, `/orders/${orderId}/cancel`, undefined, 'POST /orders/{orderId}/cancel');
  }

  async order(orderId: string): Promise<Order> {
    const order = await this.#get(this.#urls.orders, `/orders/${orderId}`);
    const reason = order['reason'];
    return { orderId, status: textIn(order, 'status'), reason: typeof reason === 'string' ? reason : undefined };
  }

  /** Template and state of each of this customer's e-mails. */
  async notifications(): Promise<{ template: string; status: string }[]> {
    const list = listIn(await this.#get(this.#urls.notifications, '/notifications'), 'notifications');
    return list.map((one) => ({ template: textIn(one, 'template'), status: textIn(one, 'status') }));
  }

  async #get(base: string, path: string): Promise<Json> {
    return bodyOf(await this.#send('GET', base, path), `GET ${path}`);
  }

  async #post(base: string, path: string, body?: object, what = `POST ${path}`): Promise<Json> {
    return bodyOf(await this.#send('POST', base, path, { ...(body ? { body } : {}), what }), what);
  }

  async #send(
    method: 'GET' | 'POST',
    base: string,
    path: string,
    options: { body?: object; idempotencyKey?: string; what?: string } = {},
  ): Promise<Response> {
    const startedAt = Date.now();
    const before = performance.now();
    const response = await fetch(`${base}${path}`, {
      method,
      signal: AbortSignal.timeout(requestMaxMs),
      headers: {
        ...(options.body ? { 'content-type': 'application/json' } : {}),
        ...(options.idempotencyKey ? { 'idempotency-key': options.idempotencyKey } : {}),
        ...(this.#token ? { authorization: `Bearer ${this.#token}` } : {}),
      },
      ...(options.body ? { body: JSON.stringify(options.body) } : {}),
    });
    if (method === 'POST') {
      const what = options.what ?? `${method} ${path}`;
      const tookMs = performance.now() - before;
      this.#onRequest({ startedAt, tookMs, what, who: this.name, status: response.status });
    }
    return response;
  }
}

const bodyOf = async (response: Response, what: string): Promise<Json> => {
  const text = await response.text();
  if (response.ok) return objectIn(JSON.parse(text));
  throw new Error(`${what} was answered with ${String(response.status)}: ${text}`);
};
