/**
 * Goal: README shows exactly what a new user sees, and the files in the guide are taken as they stand there.
 * Method: makes the change in a copy of the contracts and runs the program. UPDATE_EXPECTED=1 writes the output into README.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { streampactIn } from '../../codegen/src/testing/streampact.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'streampact-change-'));
  cpSync(join(root, 'asyncapi'), join(folder, 'asyncapi'), { recursive: true });
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const environment = { GITHUB_ACTIONS: '', NO_COLOR: '1' };

test('README shows what contracts:check says when a property of ORDER_PLACED is renamed', () => {
  const file = join(folder, 'asyncapi/order-service.yaml');
  const [before, placed = '', after] = readFileSync(file, 'utf8').split(/(?=^ {4}Order(?:Placed|Confirmed):$)/m);
  const renamed = placed
    .replace('required: [orderId, userId, items, total]', 'required: [orderId, userId, lines, total]')
    .replace(/^ {10}items:$/m, '          lines:');
  writeFileSync(file, [before, renamed, after].join(''));
  const { status, stdout, stderr } = streampactIn({ folder, environment }, 'breaking');
  expect(status).toBe(1);
  const output = `${stdout}${stderr}`;
  const inReadme = /(<!-- output of npm run contracts:check -->\n\n```text\n)([^]*?)(```)/;
  if (process.env['UPDATE_EXPECTED'] === '1') {
    writeFileSync(
      join(root, 'README.md'),
      read('README.md').replace(inReadme, (_, start, __, end) => `${start}${output}${end}`),
    );
  }
  const shown = inReadme.exec(read('README.md'))?.[2] ?? '';
  expect(withoutDuration(output)).toBe(withoutDuration(shown));
});

const withoutDuration = (text: string): string => text.replaceAll(/\d+ ms/g, 'N ms');

test('the settings and the waiver of the guide are taken, and the waiver, which fits nothing here, is told', () => {
  const guide = read('docs/guides/change-a-contract.md');
  for (const name of ['compatibility.yaml', 'waivers.yaml']) {
    const [, text = ''] = new RegExp(`<!-- example of ${name} -->\\n\\n\`\`\`yaml\\n([^]*?)\`\`\``).exec(guide) ?? [];
    expect(text).not.toBe('');
    writeFileSync(join(folder, 'asyncapi', name), text);
  }
  const { status, stdout, stderr } = streampactIn({ folder, environment }, 'breaking', '--now', '2027-01-01');
  expect(status).toBe(1);
  expect(stdout).toContain('asyncapi/waivers.yaml:1:3: breaking WAIVER_UNUSED: Nothing is found that');
  expect(stderr).toContain('1 breaking, 0 unknown, 0 warnings');
});

test('a required property is renamed in three releases, as the guide says', () => {
  const file = join(folder, 'asyncapi/order-service.yaml');
  const edit = (before: string, after: string): void => {
    const text = readFileSync(file, 'utf8');
    expect(text.includes(before)).toBe(true);
    writeFileSync(file, text.replace(before, after));
  };
  const run = (...words: readonly string[]): { status: number | null; stdout: string } =>
    streampactIn({ folder, environment }, ...words);
  const [items = ''] = /^ {10}items:\n(?: {12}.*\n)+/m.exec(readFileSync(file, 'utf8')) ?? [];
  const lines = items.replace('items:', 'lines:');
  edit('version: 1.0.0', 'version: 2.0.0');

  edit(items, lines + items);
  expect(run('breaking', '--now', '2027-01-01')).toMatchObject({ status: 0, stdout: '' });
  expect(run('release', '2027-01', '--now', '2027-01-01').status).toBe(0);

  edit('version: 2.0.0', 'version: 3.0.0');
  edit('required: [orderId, userId, items, total]', 'required: [orderId, userId, total]');
  const { status, stdout } = run('breaking', '--now', '2027-02-01', '--suggest-waivers');
  expect(status).toBe(1);
  expect([...stdout.matchAll(/: breaking (.*?):/g)].map(([, rule]) => rule)).toEqual([
    'PROP_BECAME_OPTIONAL (forward)',
  ]);
  const [, entry = ''] = stdout.split('waivers.yaml:\n\n');
  const filled = entry.replace(/reason:.*/, 'reason: still published').replace(/owner:.*/, 'owner: order-team');
  writeFileSync(join(folder, 'asyncapi/waivers.yaml'), filled);
  expect(run('release', '2027-02', '--now', '2027-02-01').status).toBe(0);

  rmSync(join(folder, 'asyncapi/waivers.yaml'));
  edit('version: 3.0.0', 'version: 3.1.0');
  edit(items, '');
  expect(run('breaking', '--now', '2027-03-01')).toMatchObject({ status: 0, stdout: '' });
});
