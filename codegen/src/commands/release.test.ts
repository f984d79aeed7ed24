/** Goal: a release holds what it was made from, and the changelog tells what followed. Method: the program, on real files. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Ended, streampactIn } from '../testing/streampact.js';

const contracts = fileURLToPath(new URL('../../../asyncapi', import.meta.url));
const orders = 'asyncapi/order-service.yaml';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'streampact-release-'));
  cpSync(contracts, join(folder, 'asyncapi'), { recursive: true });
  rmSync(join(folder, 'asyncapi/baseline'), { recursive: true });
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const run = (...words: readonly string[]): Ended => streampactIn({ folder, environment: { NO_COLOR: '1' } }, ...words);
const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
const edit = (file: string, before: string, after: string): void => {
  expect(read(file).includes(before)).toBe(true);
  writeFileSync(join(folder, file), read(file).replace(before, after));
};

test('writes the documents and all they refer to, byte for byte, and when that was', () => {
  expect(run('release', '1.0.0', '--now', '2026-10-01')).toEqual({
    status: 0,
    stdout: '',
    stderr: 'Wrote 7 files to asyncapi/baseline/1.0.0.\n',
  });
  const release = 'asyncapi/baseline/1.0.0';
  expect(JSON.parse(read(`${release}/release.json`))).toEqual({
    released: '2026-10-01',
    documents: ['notification-service.yaml', 'order-service.yaml', 'user-service.yaml'],
  });
  for (const file of ['order-service.yaml', 'shared/money.yaml']) {
    expect(read(`${release}/${file}`)).toBe(read(`asyncapi/${file}`));
  }
  expect(run('breaking')).toMatchObject({ status: 0, stdout: '' });
});

test('a dry run lists the files and writes none', () => {
  const { status, stdout } = run('release', '1.0.0', '--dry-run');
  expect(status).toBe(0);
  expect(stdout).toContain('asyncapi/baseline/1.0.0/release.json: would be written\n');
  expect(existsSync(join(folder, 'asyncapi/baseline'))).toBe(false);
});

test('files outside of the folder keep their place beside the documents', () => {
  mkdirSync(join(folder, 'common'));
  cpSync(join(folder, 'asyncapi/shared/ids.yaml'), join(folder, 'common/ids.yaml'));
  edit(orders, "'./shared/ids.yaml#/OrderId'", "'../common/ids.yaml#/OrderId'");
  expect(run('release', '1.0.0').status).toBe(0);
  expect(readdirSync(join(folder, 'asyncapi/baseline/1.0.0')).toSorted()).toEqual([
    'asyncapi',
    'common',
    'release.json',
  ]);
  expect(run('breaking')).toMatchObject({ status: 0, stdout: '' });
});

test('refuses a name that is taken, or that is none', () => {
  run('release', '1.0.0');
  const taken = run('release', '1.0.0');
  expect(taken).toMatchObject({ status: 2, stdout: '' });
  expect(taken.stderr).toContain('Nothing was written: asyncapi/baseline/1.0.0 is there already.');
  for (const name of ['../1.0.0', 'a b', '.hidden', 'current', 'a.']) {
    expect(run('release', name).stderr).toContain(`Nothing was written: "${name}" cannot be the name of a release.`);
  }
});

test('refuses what breaks the last release, and writes it by force with a note of what that was', () => {
  run('release', '1.0.0', '--now', '2026-10-01');
  edit(orders, 'required: [orderId, userId, items, total]', 'required: [orderId, userId, items, total, place]');
  edit(
    orders,
    '          items:\n            type: array',
    '          place: { type: string }\n          items:\n            type: array',
  );
  const refused = run('release', '2.0.0');
  expect(refused.status).toBe(1);
  expect(refused.stderr).toContain('Nothing was written: 1 change since the last release may break something.');
  expect(existsSync(join(folder, 'asyncapi/baseline/2.0.0'))).toBe(false);
  expect(run('release', '2.0.0', '--force', '--now', '2026-11-01').stderr).toContain(
    'forced: 1 change may break something',
  );
  expect(JSON.parse(read('asyncapi/baseline/2.0.0/release.json'))).toMatchObject({
    unproved: ['PROP_REQUIRED_ADDED order-service.yaml#/components/messages/OrderPlaced/payload/properties/place'],
  });
});

test('the changelog tells what changed between two releases, service by service, with the version that follows', () => {
  run('release', '1.0.0', '--now', '2026-10-01');
  edit(
    orders,
    '          items:\n            type: array',
    '          note: { type: string }\n          items:\n            type: array',
  );
  edit(orders, 'A customer placed an order. It waits for its credit.', 'Somebody placed an order.');
  edit('asyncapi/user-service.yaml', 'version: 1.0.0', 'version: 2.0.0');
  edit('asyncapi/user-service.yaml', '            maxLength: 200', '            maxLength: 10');
  const { status, stdout, stderr } = run('changelog');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(
    /^# Contracts: 1\.0\.0 to current\n\n## order-service 1\.0\.0\n\nSuggested version: 1\.1\.0 \(minor\)\.\n/,
  );
  expect(stdout).toContain(
    '### Added\n\n- **ORDER_PLACED**: "note" was added, and may be missing. (`PROP_OPTIONAL_ADDED`)\n',
  );
  expect(stdout).toContain('### Documentation\n\n');
  expect(stdout).toMatch(
    /## user-service 1\.0\.0 → 2\.0\.0\n\nSuggested version: 2\.0\.0 \(major\)\.\n\n### Breaking\n\n- \*\*USER_/,
  );
  run('release', '1.1.0', '--force', '--now', '2026-11-01');
  expect(run('changelog', '1.0.0', '1.1.0').stdout).toBe(stdout.replace('to current', 'to 1.1.0'));
  expect(run('changelog').stdout).toBe('# Contracts: 1.1.0 to current\n\nNothing changed.\n');
  expect(run('changelog', '0.9.0')).toMatchObject({ status: 2, stdout: '' });
});
