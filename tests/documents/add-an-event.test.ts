/**
 * Goal: whoever follows docs/guides/add-an-event.md gets what it says.
 * Method: makes its edits in a copy of the repository, generates and compiles before and after the handler is there.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compile, projectFolder } from '../infrastructure/compiled.js';

interface Edit {
  readonly path: string;
  /** `undefined`: a new file. */
  readonly anchor: { readonly how: string; readonly line: string } | undefined;
  readonly text: string;
}

const guide = readFileSync(join(projectFolder, 'docs/guides/add-an-event.md'), 'utf8');
const pattern = /<!-- (?:new file (\S+)|in (\S+), (before|instead of): (.*)) -->\n\n```\w+\n([^]*?)```/g;
const edits = [...guide.matchAll(pattern)].map(([, created, path = '', how = '', line = '', text = '']): Edit => ({
  path: created ?? path,
  anchor: created === undefined ? { how, line } : undefined,
  text,
}));

let copy = '';
beforeAll(() => {
  compile();
  copy = mkdtempSync(join(tmpdir(), 'streampact-guide-'));
  for (const name of ['asyncapi', 'generated', 'runtime', 'services', 'tsconfig.json', 'package.json'])
    cpSync(join(projectFolder, name), join(copy, name), {
      recursive: true,
      preserveTimestamps: true,
      verbatimSymlinks: true,
    });
  // Packages of others are shared; those of this repository are the copy's.
  const ours = join('node_modules', '@streampact');
  mkdirSync(join(copy, ours), { recursive: true });
  for (const name of readdirSync(join(projectFolder, 'node_modules')).filter((one) => one !== '@streampact'))
    symlinkSync(join(projectFolder, 'node_modules', name), join(copy, 'node_modules', name));
  for (const name of ['generated', 'runtime']) symlinkSync(join(copy, name), join(copy, ours, name));
  symlinkSync(join(copy, 'services', 'edge'), join(copy, ours, 'edge'));
}, 180_000);
afterAll(() => rmSync(copy, { recursive: true, force: true }));

const apply = ({ path, anchor, text }: Edit): void => {
  const file = join(copy, path);
  if (anchor === undefined) {
    writeFileSync(file, text);
    return;
  }
  const lines = readFileSync(file, 'utf8').split('\n');
  const index = lines.findIndex((line) => line.trim().startsWith(anchor.line));
  if (index < 0) throw new Error(`${path} has no line that begins with: ${anchor.line}`);
  // In a document an excerpt begins at the margin; it belongs as deep as the line that it stands at.
  const depth = /^ */.exec(lines[index] ?? '')?.[0] ?? '';
  const indented = text
    .trimEnd()
    .split('\n')
    .map((line) => (line === '' ? line : depth + line));
  lines.splice(index, anchor.how === 'before' ? 0 : 1, ...indented);
  writeFileSync(file, lines.join('\n'));
};

const run = (script: string, ...args: readonly string[]): { status: number | null; output: string } => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(projectFolder, script), ...args], {
    cwd: copy,
    encoding: 'utf8',
  });
  return { status, output: stdout + stderr };
};
const generate = (): { status: number | null; output: string } => run('codegen/dist/main.js', 'generate');
const build = (): { status: number | null; output: string } =>
  run(
    'node_modules/typescript/bin/tsc',
    '-b',
    'services/user-service',
    'services/notification-service',
    'services/order-service',
  );

test('the edits of the guide add an event: without the handler it does not compile, with it it does', () => {
  expect(edits.length).toBeGreaterThanOrEqual(9);
  for (const edit of edits.filter(({ path }) => path.startsWith('asyncapi/'))) apply(edit);
  expect(generate()).toEqual({ status: 0, output: expect.stringMatching(/^Wrote \d+ of /) as string });
  const unhandled = build();
  expect(unhandled.status).not.toBe(0);
  expect(unhandled.output).toContain('notification-service/src/app.module.ts');
  expect(unhandled.output).toContain("Property 'userDeleted' is missing");

  for (const edit of edits.filter(({ path }) => path.startsWith('services/'))) apply(edit);
  expect(build()).toEqual({ status: 0, output: '' });
}, 180_000);
