/** Goal: what a request may be, and what every answer says to a browser. Method: raw sockets and HTTP against a whole service. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { startTestService, type TestService } from './harness/index.js';
import { probeApplication } from './harness/probe-service.js';

let service: TestService;

beforeAll(async () => {
  service = await startTestService(probeApplication, {
    JWKS_URL: 'http://127.0.0.1:1/keys',
    REQUEST_MAX_MS: '600',
    TRUSTED_PROXIES: 'loopback',
  });
});

afterAll(async () => service.close());

const open = async (): Promise<Socket> => {
  const socket = connect(service.port, '127.0.0.1');
  await once(socket, 'connect');
  return socket;
};

/** What the service says until it closes the connection. */
const untilClosed = async (socket: Socket): Promise<string> => {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  // The service may close while something is still being sent.
  socket.on('error', () => undefined);
  if (!socket.closed) await once(socket, 'close');
  return Buffer.concat(chunks).toString();
};

const head = (headers: string): string =>
  `POST /things HTTP/1.1\r\nHost: shop\r\nContent-Type: application/json\r\n${headers}`;

describe('a body', () => {
  test.each([
    ['of 1 MB', JSON.stringify({ name: 'x'.repeat(1_000_000), parts: [] })],
    ['of 1 MB that is no JSON', 'x'.repeat(1_000_000)],
    ['of 256 KB and a little', `{"name":"${'x'.repeat(262_144)}"}`],
  ])('%s is refused', async (_what: string, text: string) => {
    const answer = await service.http.postText('/things', text);
    expect(answer).toMatchObject({ status: 413, body: { status: 413, detail: expect.stringContaining('larger') } });
  });

  test('that becomes large when it is unpacked is refused', async () => {
    const packed = gzipSync(JSON.stringify({ name: 'x'.repeat(50_000_000), parts: [] }));
    expect(packed.length).toBeLessThan(100_000);
    const response = await fetch(`${service.url}/things`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      body: packed,
    });
    expect(response.status).toBe(413);
    await response.body?.cancel();
  });

  test('that says 1 MB and is not sent is refused before it comes', async () => {
    const socket = await open();
    socket.write(head('Content-Length: 1000000\r\n\r\n'));
    const [chunk] = await once(socket, 'data');
    expect(String(chunk)).toMatch(/^HTTP\/1\.1 413 /);
    socket.destroy();
  });

  test('nested thousands deep is answered as any wrong one', async () => {
    const deep = `${'{"name":'.repeat(20_000)}1${'}'.repeat(20_000)}`;
    expect(await service.http.postText('/things', deep)).toMatchObject({ status: 422 });
  });
});

test('a path that is no text is refused, and not quoted', async () => {
  const answer = await service.http.get('/things/failing/%ff');
  expect(answer).toMatchObject({ status: 400, body: { detail: 'The path is not percent-encoded UTF-8.' } });
});

test.each(['/%2e%2e/%2e%2e/etc/passwd', '/docs/..%2f..%2fpackage.json', '/docs/%2e%2e/package.json'])(
  'a path that leads out is nowhere: %s',
  async (path: string) => {
    expect(await service.http.get(path)).toMatchObject({ status: 404 });
  },
);

describe('a head', () => {
  test('of more than 16 KB is refused', async () => {
    const socket = await open();
    const closed = untilClosed(socket);
    socket.write(head(`X-Large: ${'x'.repeat(20_000)}\r\n\r\n`));
    expect(await closed).toMatch(/^HTTP\/1\.1 431 /);
  });

  test.each([
    ['a length and chunks', head('Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n')],
    ['two lengths', head('Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}')],
    ['a bare line feed in a header', head('X-One: a\nX-Two: b\r\n\r\n').replace('a\n', 'a\rb')],
    ['a NUL', head('X-One: a\u0000b\r\n\r\n')],
  ])('that could be understood in two ways is refused: %s', async (_what: string, text: string) => {
    const socket = await open();
    const closed = untilClosed(socket);
    socket.write(text);
    expect(await closed).toMatch(/^HTTP\/1\.1 400 /);
  });
});

describe('a request that does not arrive', () => {
  test('is given up while its head is missing', async () => {
    const socket = await open();
    const closed = untilClosed(socket);
    socket.write('POST /things HTTP/1.1\r\nHost: shop\r\nX-Slow: ');
    expect(await closed).toMatch(/^HTTP\/1\.1 408 /);
  });

  test('is given up while its body is missing', async () => {
    const socket = await open();
    const closed = untilClosed(socket);
    socket.write(head('Content-Length: 100\r\n\r\n{"name":'));
    // 408, or 400 by whoever parses the body, whichever notices first: the connection ends either way.
    expect(await closed).toMatch(/^HTTP\/1\.1 4\d\d |^$/);
    expect(await service.http.get('/things')).toMatchObject({ status: 200 });
  });
});

describe('an answer', () => {
  const ofData = {
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-frame-options': 'DENY',
    'cross-origin-resource-policy': 'same-origin',
    'content-security-policy': expect.stringMatching(/^default-src 'none'; frame-ancestors 'none'/),
  };

  test.each(['/things', '/nowhere', '/things/mine', '/things/failing/unexpectedly', '/health/ready', '/metrics'])(
    'of %s forbids a browser everything',
    async (path: string) => {
      const { headers } = await service.http.get(path);
      expect(Object.fromEntries(headers)).toMatchObject(ofData);
      expect(headers.has('x-powered-by')).toBe(false);
      expect(headers.has('access-control-allow-origin')).toBe(false);
    },
  );

  test('that is the page of the API may load its own scripts alone', async () => {
    const { headers, text } = await service.http.get('/docs');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    // Scripts inside the page would not run.
    expect(text).not.toMatch(/<script(?![^>]*src=)[^>]*>/);
  });

  test('asks for HTTPS from those who came by it', async () => {
    const plain = await service.http.get('/things');
    const secure = await service.http.with({ 'x-forwarded-proto': 'https' }).get('/things');
    expect(plain.headers.has('strict-transport-security')).toBe(false);
    expect(secure.headers.get('strict-transport-security')).toBe('max-age=31536000');
  });
});
