/** Runs the program itself, because what counts is what a shell and a CI job see: both outputs and the exit code. */
import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));

beforeAll(() => {
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-b', 'codegen'], { cwd: root });
}, 120_000);

const lint = (...args: readonly string[]): { status: number | null; stdout: string; stderr: string } =>
  spawnSync(process.execPath, ['codegen/dist/main.js', 'lint', ...args], { cwd: root, encoding: 'utf8' });

test('exits with 0 and prints no finding for the reference contracts', () => {
  const { status, stdout, stderr } = lint();
  expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  expect(stderr).toMatch(/^3 documents in asyncapi: \d+ rules find nothing \(\d+ ms\)\.\n$/);
});

test('exits with 1, findings on stdout and the count on stderr', () => {
  const { status, stdout, stderr } = lint('--input', 'codegen/testdata/lint/owner-present');
  expect(status).toBe(1);
  expect(stdout).toContain('codegen/testdata/lint/owner-present/order-service.yaml:8:3: error owner-present: ');
  expect(stderr).toMatch(/^\n2 errors in 1 document of codegen\/testdata\/lint\/owner-present \(\d+ ms\)\.\n$/);
});

test('keeps stdout readable for programs with --format json', () => {
  const { stdout } = lint('--input', 'codegen/testdata/lint/owner-present', '--format', 'json');
  expect(JSON.parse(stdout)).toMatchObject([
    { rule: 'owner-present', line: 8 },
    { rule: 'owner-present', line: 27 },
  ]);
});

test('exits with 2 and says what to give when the folder is not there', () => {
  const { status, stdout, stderr } = lint('--input', 'nowhere');
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain('--input asyncapi');
});

test('shows two examples and every rule with --help', () => {
  const { status, stdout } = lint('--help');
  expect(status).toBe(0);
  expect(stdout.match(/^ {2}streampact lint/gm)).toHaveLength(2);
  expect(stdout).toContain('key-declared');
});
