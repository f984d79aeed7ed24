/** Runs the program itself: both outputs and the exit code are what a shell and a CI job see. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const twoReleases = 'codegen/testdata/contract-test/two-releases';

beforeAll(() => {
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-b', 'codegen'], { cwd: root });
}, 120_000);

const contractsTest = (...args: readonly string[]): { status: number | null; stdout: string; stderr: string } =>
  spawnSync(process.execPath, ['codegen/dist/main.js', 'test', ...args], { cwd: root, encoding: 'utf8' });

test('accepts everything that the services of this project tell each other', () => {
  const { status, stdout, stderr } = contractsTest();
  expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  expect(stderr).toMatch(
    /^\d+ messages between two services of the contracts, release 2026-11, 200 events each, seed 1: 0 refused/,
  );
});

test('shows the smallest event that a reader of another release refuses, in both directions', () => {
  const { status, stdout, stderr } = contractsTest('--input', twoReleases);
  expect(status).toBe(1);
  // The new value of `by`: today's writer, the old reader.
  expect(stdout).toContain(
    `${twoReleases}/baseline/1.0.0/order-service.yaml:51:13: error contract-test: ` +
      'user-service (release 1.0.0) refuses ORDER_PAID that order-service (current) publishes: ' +
      '"/by" must be equal to one of the allowed values (enum). ' +
      'Smallest such event: {"orderId":"00000000-0000-1000-8000-000000000000","by":"GIFT"}. ' +
      `It is valid by ${twoReleases}/order-service.yaml:52:13.`,
  );
  // The new required property: the old writer, today's reader.
  expect(stdout).toContain(
    `${twoReleases}/order-service.yaml:34:9: error contract-test: ` +
      'user-service (current) refuses ORDER_PLACED that order-service (release 1.0.0) publishes: ' +
      "the payload must have required property 'place' (required).",
  );
  // A new optional property breaks nobody: readers are open.
  expect(stdout).not.toContain('ORDER_CLOSED');
  expect(stderr).toContain('9 messages between two services of the contracts, release 1.0.0');
});

test('the same seed gives the same findings, and json can be read by programs', () => {
  const run = (): string => contractsTest('--input', twoReleases, '--seed', '7', '--format', 'json').stdout;
  const findings: unknown = JSON.parse(run());
  expect(findings).toMatchObject([{ rule: 'contract-test' }, { rule: 'contract-test' }]);
  expect(JSON.parse(run())).toEqual(findings);
});

test('a baseline without release.json, or with a document missing, ends with what is wrong', () => {
  const folder = mkdtempSync(join(tmpdir(), 'streampact-baseline-'));
  try {
    cpSync(join(root, twoReleases), folder, { recursive: true });
    const release = join(folder, 'baseline/1.0.0/release.json');
    writeFileSync(release, '{ "released": "2026-10-01", "documents": ["order-service.yaml", "mail-service.yaml"] }');
    const missing = contractsTest('--input', folder);
    expect(missing.status).toBe(2);
    expect(missing.stderr).toContain('mail-service.yaml of release.json is not there.');
    rmSync(release);
    expect(contractsTest('--input', folder).stderr).toContain('release.json cannot be read.');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('refuses a count that is no number', () => {
  const { status, stderr } = contractsTest('--count', 'many');
  expect(status).toBe(2);
  expect(stderr).toContain('Give a whole number');
});
