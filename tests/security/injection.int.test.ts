/**
 * Goal: whatever is written into whatever place of a request, services answer as they should, do nothing else, and log nothing
 * that they must not. Method: the whole shop; each hostile value in each place of each operation that the documents of the
 * APIs name; then databases, e-mails and logs are looked through.
 */
import { eventually, type Answer, type LogLine } from '../../services/edge/test/harness/index.js';
import { hostileJson, hostileTexts } from './hostile-values.js';
import { clientOf, leavesOf, operations, secretMark, send, withLeaf, type Operation } from './operations.js';
import { newAccount, startShop, type Account, type Shop } from './shop.js';

let shop: Shop;
let account: Account;
/** E-mail addresses of those who were let in, whatever their names. */
const registered: string[] = [];

beforeAll(async () => {
  // As many as this test needs; attempt-limits.int.test.ts is about the limits.
  shop = await startShop({
    LOGIN_ATTEMPTS_PER_MINUTE: '100000',
    LOGIN_FAILURES_PER_HOUR: '100000',
    REGISTRATIONS_PER_HOUR: '100000',
  });
  account = await newAccount(shop, `${secretMark}.account@example.com`, `${secretMark} password`);
  registered.push(account.email);
}, 120_000);

afterAll(async () => shop.close());

/** Only to see which operations have a body, before there is a shop. */
const nobody: Account = { userId: '', email: '', password: '', accessToken: '', refreshToken: '' };

const fine = new Set([200, 201, 204, 400, 401, 404, 409, 422]);

const expectFine = (what: string, answer: Answer): void => {
  const { status, text, headers, body } = answer;
  if (status === 201 && typeof body['email'] === 'string') registered.push(body['email']);
  // One object, so that a failure says which value did it.
  expect({ what, status, isFine: fine.has(status), text: fine.has(status) ? '' : text }).toMatchObject({
    isFine: true,
  });
  expect(text).not.toMatch(/node_modules|\n\s+at |QueryFailed|syntax error|root:/);
  if (status !== 204) expect(headers.get('content-type')).toMatch(/^application\/(problem\+)?json\b/);
  expect(headers.has('set-cookie')).toBe(false);
};

const cases = operations.map((operation): [string, Operation] => [operation.name, operation]);
const asJson = hostileTexts.map(([what, text]): readonly [string, string] => [what, JSON.stringify(text)]);

test('the list of operations is the one of the documents, to the last property', async () => {
  const documented: string[] = [];
  for (const { http } of shop.all) documented.push(...operationsOf((await http.get('/docs/json')).body));
  const listed = operations.map(({ name, right }) => {
    const { path, query, headers, body } = right(account);
    const places = leavesOf(body ?? {}).map((pointer) => pointer.replaceAll(/\/0(?=\/|$)/g, '/*'));
    const all = [...Object.keys(path), ...Object.keys(query), ...Object.keys(headers), ...places];
    return [name, ...all.filter((place) => place !== '').toSorted()].join(' ');
  });
  expect(listed.toSorted()).toEqual(documented.toSorted());
});

describe.each(cases.filter(([, { right }]) => right(nobody).body !== undefined))(
  'the body of %s',
  (_name: string, operation: Operation) => {
    test.each([...asJson, ...hostileJson])('holds %s', async (what: string, json: string) => {
      const client = clientOf(shop, operation, account);
      const { body = {} } = operation.right(account);
      for (const pointer of leavesOf(body)) {
        const request = operation.right(account);
        expectFine(
          `${what} in ${pointer}`,
          await send(client, operation, request, withLeaf(request.body ?? {}, pointer, json)),
        );
      }
      // As a property that nobody asked for, by its name and by its value, and as the whole body.
      const right = JSON.stringify(operation.right(account).body).slice(0, -1);
      for (const text of [
        `${right},"isAdmin":${json}}`,
        ...(json.startsWith('"') ? [`${right},${json}:1}`] : []),
        json,
      ]) {
        const answer = await send(client, operation, operation.right(account), text);
        expectFine(`${what} beside`, answer);
        // Nest takes this name away before anybody sees it, and what is left is right.
        expect(json === '"__proto__"' ? [...fine] : [400, 422]).toContain(answer.status);
      }
    });
  },
);

/** Longer ones make a head of more than 16 KiB, which Node refuses (limits.int.test.ts). */
const shortTexts = hostileTexts.filter(([, text]) => text.length < 1_000);

/** Those without end what all others need, and take nothing. */
const withParameters = cases.filter(([name]) => !name.startsWith('DELETE'));

describe.each(withParameters)('a parameter of %s', (_name: string, operation: Operation) => {
  test.each(shortTexts)('is %s', async (what: string, text: string) => {
    const client = clientOf(shop, operation, account);
    const sent = text.replaceAll(/\p{Cs}/gu, '');
    const right = operation.right(account);
    for (const name of Object.keys(right.path)) {
      expectFine(`${what} in ${name}`, await send(client, operation, { ...right, path: { [name]: sent } }));
    }
    for (const name of [...Object.keys(right.query), '__proto__', 'constructor']) {
      const query = Object.fromEntries([...Object.entries(right.query), [name, sent]]);
      expectFine(`${what} in ${name}`, await send(client, operation, { ...right, query }));
    }
    // Others cannot be written into a header at all.
    if (!/^[\t\x20-\x7e]+$/.test(sent)) return;
    for (const name of [
      ...Object.keys(right.headers),
      'X-Correlation-Id',
      'traceparent',
      'X-Forwarded-For',
      'Accept',
    ]) {
      const again = operation.right(account);
      const answer = await send(client, operation, { ...again, headers: { ...again.headers, [name]: sent } });
      expectFine(`${what} in ${name}`, answer);
      expect(answer.headers.get('x-correlation-id')).toMatch(/^[\w.:-]{1,128}$/);
    }
  });
});

describe('afterwards', () => {
  test('nothing has been done that nobody was asked for', async () => {
    expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('polluted');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    const [users] = await shop.users.database.query<{ count: number }[]>('select count(*)::int from users');
    expect(users).toEqual({ count: registered.length });
    const answer = await shop.users.http.as(account.accessToken).get('/users/me');
    expect(answer).toMatchObject({ status: 200, body: { email: account.email } });
  });

  test('each e-mail went to the one whom it is about, with no header that was typed', async () => {
    await eventually(
      () => {
        const welcomed = shop.mails.mails.filter(({ headers }) => headers.get('subject') === 'Welcome');
        expect(welcomed.map(({ to }) => to).toSorted()).toEqual(registered.toSorted());
      },
      { deadlineMs: 60_000 },
    );
    const names = new Set(shop.mails.mails.flatMap(({ headers }) => [...headers.keys()]));
    expect(names).not.toContain('bcc');
    for (const { headers, to } of shop.mails.mails) expect(headers.get('to')).toContain(to);
    expect(shop.mails.mails.some(({ text }) => /\b49\b/.test(text))).toBe(false);
  }, 90_000);

  test('nothing is in the logs that must not be there, and no service has failed', () => {
    const log = shop.logText();
    // Down to the least important line.
    expect(log).toContain('request answered');
    // Passwords, e-mail addresses, names, and refresh tokens were marked; an access token begins like every other.
    const leaks = log.split('\n').filter((line) => line.includes(secretMark) || line.includes('eyJhbGciOi'));
    expect(leaks).toEqual([]);
    expect(log).not.toContain(account.refreshToken);
    // Whatever pauses because a server was slow to answer says nothing about what was typed: a busy machine is enough for that.
    const isPause = ({ reason }: LogLine): boolean => typeof reason === 'string' && /answer|connection/.test(reason);
    const failures = shop.all.flatMap(({ log: lines }) =>
      lines.filter((line) => line.level === 'error' && !isPause(line)),
    );
    expect(failures).toEqual([]);
    expect(shop.all.flatMap(({ log: lines }) => lines.filter(({ sentence }) => sentence === 'forged'))).toEqual([]);
  });
});

interface Schema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}

interface ApiOperation {
  readonly parameters?: readonly { readonly name: string }[];
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: Schema } } };
}

// POST /orders /items/*/name … Idempotency-Key
const operationsOf = (document: unknown): readonly string[] => {
  // OpenAPI 3, as SwaggerModule writes it.
  const { paths, components } = document as {
    paths: Record<string, Record<string, ApiOperation>>;
    components: { schemas: Record<string, Schema> };
  };
  const placesOf = (schema: Schema, pointer: string): readonly string[] => {
    const { properties, items } = schema.$ref ? (components.schemas[schema.$ref.split('/').pop() ?? ''] ?? {}) : schema;
    if (items) return placesOf(items, `${pointer}/*`);
    if (!properties) return [pointer];
    return Object.entries(properties).flatMap(([name, inner]) => placesOf(inner, `${pointer}/${name}`));
  };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { parameters = [], requestBody }]) => {
      const body = requestBody ? placesOf(requestBody.content['application/json'].schema, '') : [];
      const places = [...parameters.map(({ name }) => name), ...body].toSorted();
      return [`${method.toUpperCase()} ${path}`, ...places].join(' ');
    }),
  );
};
