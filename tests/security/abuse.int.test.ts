/** Goal: whoever sends too much gets the right answer, and leaves no secret in the logs. Method: the whole shop with its own limits. */
import { eventually } from '../../services/edge/test/harness/index.js';
import { clientOf, operations, secretMark, send, type Operation } from './operations.js';
import { newAccount, startShop, type Account, type Shop } from './shop.js';

let shop: Shop;
let account: Account;

beforeAll(async () => {
  shop = await startShop();
  account = await newAccount(shop, `${secretMark}.account@example.com`, `${secretMark} password`);
});

afterAll(async () => shop.close());

const megabyte = `{"${secretMark}":"${secretMark.padEnd(1_000_000, 'x')}"}`;
const withBody = operations.filter(({ name }) => /^(POST|PATCH) /.test(name));

test.each(withBody.map((operation): [string, Operation] => [operation.name, operation]))(
  'a body of 1 MB is too large for %s',
  async (_name: string, operation: Operation) => {
    const answer = await send(clientOf(shop, operation, account), operation, operation.right(account), megabyte);
    expect(answer).toMatchObject({ status: 413, body: { status: 413 } });
    expect(answer.text).not.toContain(secretMark);
  },
);

test('a hundred wrong passwords at once: few are looked at, and all others are told to wait', async () => {
  const body = { email: account.email, password: `${secretMark} wrong` };
  const answers = await Promise.all(Array.from({ length: 100 }, async () => shop.users.http.post('/sessions', body)));
  const count = (status: number): number => answers.filter((answer) => answer.status === status).length;
  // LOGIN_FAILURES_PER_HOUR
  expect([count(401), count(429)]).toEqual([20, 80]);
  for (const { status, headers } of answers) expect(headers.has('retry-after')).toBe(status === 429);
  expect(await shop.users.http.as(account.accessToken).get('/users/me')).toMatchObject({ status: 200 });
});

test('a hundred registrations at once: the first sixty', async () => {
  const [registration] = operations.filter(({ name }) => name === 'POST /users');
  const answers = await Promise.all(
    Array.from({ length: 100 }, async () => shop.users.http.post('/users', registration?.right(account).body)),
  );
  // REGISTRATIONS_PER_HOUR; one was the account of this test.
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(59);
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(41);
  await eventually(() => expect(shop.mails.mails).toHaveLength(60), { deadlineMs: 60_000 });
}, 90_000);

test('nothing of it is in the logs, and no request has failed', () => {
  const log = shop.logText();
  expect(log).toContain('request answered');
  expect(log.split('\n').filter((line) => line.includes(secretMark) || line.includes('eyJhbGciOi'))).toEqual([]);
  // Partitions may pause meanwhile: a hundred hashes at once leave little of the processor.
  expect(shop.all.flatMap(({ log: lines }) => lines.filter(({ sentence }) => sentence === 'request failed'))).toEqual(
    [],
  );
});
