/** Requests as a client sends them; answers as plain data. */

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Of JSON; `{}` if the answer is something else. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly text: string;
}

export type RequestHeaders = Readonly<Record<string, string>>;

export class HttpClient {
  readonly #url: string;
  readonly #headers: RequestHeaders;

  constructor(url: string, headers: RequestHeaders = {}) {
    this.#url = url;
    this.#headers = headers;
  }

  /** The same service, as somebody who is logged in. */
  as(accessToken: string): HttpClient {
    return this.with({ authorization: `Bearer ${accessToken}` });
  }

  with(headers: RequestHeaders): HttpClient {
    return new HttpClient(this.#url, { ...this.#headers, ...headers });
  }

  async get(path: string): Promise<Answer> {
    return this.#send('GET', path);
  }

  async post(path: string, body?: unknown, headers: RequestHeaders = {}): Promise<Answer> {
    return this.with(headers).#sendJson('POST', path, body);
  }

  async patch(path: string, body: unknown): Promise<Answer> {
    return this.#sendJson('PATCH', path, body);
  }

  async delete(path: string): Promise<Answer> {
    return this.#send('DELETE', path);
  }

  /** A body that is not JSON, or says that it is not. */
  async postText(path: string, body: string, contentType = 'application/json'): Promise<Answer> {
    return this.with({ 'content-type': contentType }).#send('POST', path, body);
  }

  /** Any method; a body is sent as JSON, whatever it is. */
  async send(method: string, path: string, body?: string): Promise<Answer> {
    const typed = body === undefined ? this : this.with({ 'content-type': 'application/json' });
    return typed.#send(method, path, body);
  }

  async #sendJson(method: string, path: string, body: unknown): Promise<Answer> {
    if (body === undefined) return this.#send(method, path);
    return this.with({ 'content-type': 'application/json' }).#send(method, path, JSON.stringify(body));
  }

  async #send(method: string, path: string, body?: string): Promise<Answer> {
    const request = { method, headers: { ...this.#headers }, ...(body === undefined ? {} : { body }) };
    const response = await fetch(this.#url + path, request);
    const text = await response.text();
    const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '');
    // Every JSON answer of a service is an object.
    const parsed = (isJson ? JSON.parse(text) : {}) as Record<string, unknown>;
    return { status: response.status, headers: response.headers, body: parsed, text };
  }
}
