/** Runs the program itself, because what counts is what a shell sees: both outputs, the exit code and the file. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { streampact } from '../testing/streampact.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'streampact-migrate-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const shop = `asyncapi: 2.6.0
info:
  title: Shop
  version: 1.0.0
  description: a # that is a comment
channels:
  orders:
    description: |
      # not a comment
    publish:
      operationId: order
      message: { name: ORDER, payload: { type: object } }
`;

const given = async (name: string, text: string): Promise<string> => {
  await writeFile(join(folder, name), text);
  return join(folder, name);
};

test('prints the document on stdout, and on stderr once that comments are lost', async () => {
  const file = await given('shop.yaml', shop);
  const { status, stdout, stderr } = streampact('migrate', file);
  expect(status).toBe(0);
  expect(stdout).toMatch(/^asyncapi: 3\.0\.0\n/);
  expect(stdout).toContain('    action: receive\n');
  expect(stderr.replaceAll(folder, ''))
    .toBe(`/shop.yaml:5:18: warning conversion-loss: This comment is not in the result.
  4 |   version: 1.0.0
  5 |   description: a # that is a comment
    |                  ^^^^^^^^^^^^^^^^^^^   copy what is worth keeping, or make it a description

Converted /shop.yaml to AsyncAPI 3.0.0: 1 warning.
`);
  expect(await readFile(file, 'utf8')).toBe(shop);
});

test('writes what generate reads, and a second run has nothing to do', async () => {
  const file = await given('shop.yaml', shop);
  expect(streampact('migrate', file, '--write')).toMatchObject({ status: 0, stdout: '' });
  const written = await readFile(file, 'utf8');
  expect(streampact('generate', '--input', file, '--output', join(folder, 'out'), '--profile', 'any').status).toBe(0);
  const again = streampact('migrate', file, '--write');
  expect(again).toMatchObject({ status: 0, stdout: '' });
  expect(again.stderr).toContain('is in AsyncAPI 3.0.0 already');
  expect(await readFile(file, 'utf8')).toBe(written);
});

test('JSON stays JSON', async () => {
  const info = { title: 'Shop', version: '1.0.0' };
  const file = await given('shop.json', JSON.stringify({ asyncapi: '2.0.0', info, channels: {} }));
  expect(streampact('migrate', file, '--write').status).toBe(0);
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ asyncapi: '3.0.0', info });
});

test.each([
  [
    'another version',
    'asyncapi: 4.0.0\ninfo: {}\n',
    ':1:11: error asyncapi-version: "4.0.0" is no version of AsyncAPI',
  ],
  ['no version', 'info: {}\n', ':1:1: error asyncapi-version: The document does not say which version'],
  ['broken YAML', 'asyncapi: [2.6.0\n', ': error yaml-syntax: '],
])('a document with %s is left as it is, with exit code 1', async (_, text, expected) => {
  const file = await given('shop.yaml', text);
  const { status, stdout, stderr } = streampact('migrate', file, '--write');
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toContain(expected);
  expect(stderr).toContain('Nothing was converted: 1 error');
  expect(await readFile(file, 'utf8')).toBe(text);
});

test('a file that is not there is exit code 2', () => {
  const { status, stderr } = streampact('migrate', join(folder, 'shop.yaml'));
  expect(status).toBe(2);
  expect(stderr).toMatch(/shop\.yaml does not exist\. Name one AsyncAPI 2 document/);
});
