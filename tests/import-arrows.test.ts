/**
 * Goal: the import arrows of docs/ARCHITECTURE.md are really held. Method: a small tree with one forbidden import per
 * rule is written to a temporary folder and checked with this repository's configuration.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const program = join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
const configuration = join(root, '.dependency-cruiser.json');
const folders = ['codegen', 'runtime', 'generated', 'services', 'deploy', 'tests'];

/** From, to, and the rule that must say no; undefined: this import is allowed. */
const imports: [from: string, to: string, rule: string | undefined][] = [
  ['codegen/src/a.ts', 'runtime/src/index.ts', 'codegen-imports-no-package-of-ours'],
  ['runtime/src/b.ts', 'generated/registry.ts', 'runtime-knows-no-event'],
  ['generated/order-service/c.ts', 'codegen/src/index.ts', 'generated-imports-runtime-only'],
  ['generated/order-service/d.ts', 'runtime/src/index.ts', undefined],
  ['deploy/local/src/e.ts', 'services/order-service/src/main.ts', 'nobody-imports-a-service'],
  ['services/user-service/src/f.ts', 'services/order-service/src/main.ts', 'services-do-not-import-each-other'],
  ['services/user-service/src/g.ts', 'services/edge/src/index.ts', undefined],
  ['services/user-service/src/h.ts', 'codegen/src/index.ts', 'services-use-runtime-and-generated'],
  ['runtime/src/i.ts', 'services/edge/src/index.ts', 'edge-is-for-services'],
  ['runtime/src/j.ts', 'node_modules/@nestjs/common/index.js', 'nest-only-in-runtime-nest'],
  ['runtime/src/nest/k.ts', 'node_modules/@nestjs/common/index.js', undefined],
  ['services/user-service/src/domain/l.ts', 'services/user-service/src/persistence/m.ts', 'domain-is-pure'],
  ['runtime/src/q.ts', 'runtime/src/tools/index.ts', 'tools-are-for-operators'],
  ['runtime/src/commands/r.ts', 'runtime/src/tools/index.ts', undefined],
  ['runtime/src/n.ts', 'tests/o.ts', 'tests-only-from-tests'],
  ['tests/p.ts', 'services/order-service/src/main.ts', undefined],
];

let tree: string;
beforeAll(() => {
  tree = mkdtempSync(join(tmpdir(), 'streampact-arrows-'));
  for (const folder of folders) mkdirSync(join(tree, folder));
  for (const [, to] of imports) write(to, 'export const value = 1;\n');
  for (const [from, to] of imports) write(from, `export { value } from '${relativePath(from, to)}';\n`);
});
afterAll(() => rmSync(tree, { recursive: true, force: true }));

test('each forbidden import is found, and each allowed one is not', () => {
  const { stdout } = spawnSync(
    process.execPath,
    [program, '--config', configuration, '--output-type', 'json', ...folders],
    { cwd: tree, encoding: 'utf8' },
  );
  const found = violationsIn(stdout);
  const expected = imports
    .filter(([, , rule]) => rule !== undefined)
    .map(([from, to, rule]) => `${from} ${to} ${rule ?? ''}`);
  expect(found).toEqual(expect.arrayContaining(expected));
  const allowed = imports.filter(([, , rule]) => rule === undefined).map(([from]) => from);
  expect(found.filter((violation) => allowed.some((from) => violation.startsWith(from)))).toEqual([]);
});

test('every rule says why', () => {
  const { forbidden } = JSON.parse(readFileSync(configuration, 'utf8')) as {
    forbidden: { name: string; comment?: string }[];
  };
  expect(forbidden.filter(({ comment }) => !comment).map(({ name }) => name)).toEqual([]);
});

const write = (file: string, text: string): void => {
  mkdirSync(dirname(join(tree, file)), { recursive: true });
  writeFileSync(join(tree, file), text);
};

const relativePath = (from: string, to: string): string =>
  `${'../'.repeat(from.split('/').length - 1)}${to}`.replace(/\.ts$/, '.js');

const violationsIn = (json: string): string[] => {
  // The shape of dependency-cruiser's own report.
  const report = JSON.parse(json) as {
    summary: { violations: { from: string; to: string; rule: { name: string } }[] };
  };
  return report.summary.violations.map(({ from, to, rule }) => `${from} ${to} ${rule.name}`);
};
