/**
 * Each folder of testdata/emit is a case: in.yaml, the code expected of it, and payloads that its validators judge.
 * UPDATE_EXPECTED=1 rewrites the expected code; read the difference before you commit it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inPlainNode, moduleNames } from '../testing/plain-node.js';
import { loadContracts } from '../load/load-contracts.js';
import { checkEmittable } from './check-emittable.js';
import { emitContracts } from './emit-contracts.js';
import type { EmittedFile } from './emitted-file.js';

const testdata = fileURLToPath(new URL('../../testdata/emit', import.meta.url));
const cases = readdirSync(testdata);
const isUpdate = process.env['UPDATE_EXPECTED'] === '1';

interface Payload {
  readonly message: string;
  readonly payload: object;
  readonly writer: boolean;
  readonly reader: boolean;
}

/** Without pages, which have tests of their own, and without what is the same in every case. */
const emit = async (name: string): Promise<readonly EmittedFile[]> => {
  const { contracts, findings } = await loadContracts(join(testdata, name));
  expect([...findings, ...checkEmittable(contracts)]).toEqual([]);
  const emitted = await emitContracts(contracts);
  expect(emitted.findings).toEqual([]);
  return emitted.files;
};

const isSpecific = ({ path }: EmittedFile): boolean => /^(?:in|shared)\//.test(path);

describe.each(cases)('generated code of %s', (name) => {
  let emitted: readonly EmittedFile[] = [];
  beforeAll(async () => {
    emitted = await emit(name);
  });
  const expected = join(testdata, name, 'expected');

  test('is what the case expects', async () => {
    const files = emitted.filter(isSpecific);
    if (isUpdate) await rewrite(expected, files);
    expect(files.map(({ path }) => path).toSorted()).toEqual(filesIn(expected).toSorted());
    for (const { path, text } of files) expect(text).toBe(readFileSync(join(expected, path), 'utf8'));
  });

  test('is imported by plain node, and its validators judge as the contract says', async () => {
    // What tests use needs the runtime and fast-check; emit-testing.test.ts imports it.
    const alone = emitted.filter(({ path }) => !path.endsWith('/testing.ts'));
    // A JSON file of the project: the list was written for this test.
    const payloads = JSON.parse(readFileSync(join(testdata, name, 'payloads.json'), 'utf8')) as Payload[];
    const script = `
      for (const name of ${JSON.stringify(moduleNames(alone))}) await import(name);
      const { messages } = await import('./in/index.js');
      const verdicts = ${JSON.stringify(payloads)}.map(({ message, payload }) => ({
        message,
        payload,
        writer: messages[message].validateWrite(payload),
        reader: messages[message].validateRead(payload),
      }));
      console.log(JSON.stringify(verdicts));
    `;
    expect(JSON.parse(await inPlainNode(alone, script))).toEqual(payloads);
  });

  test('has no any and imports nothing that it does not use', async () => {
    for (const { path, text } of emitted.filter(({ path: file }) => file.endsWith('.ts'))) {
      expect(text).not.toMatch(/\bany\b/);
      for (const imported of importedNames(text)) {
        const uses = text.match(new RegExp(`(?<![\\w$])${imported}(?![\\w$])`, 'g')) ?? [];
        expect({ path, imported, isUsed: uses.length > 1 }).toEqual({ path, imported, isUsed: true });
      }
    }
  });
});

test('the same contracts give the same bytes', async () => {
  const [first, second] = [await emit('unions'), await emit('unions')];
  expect(second).toEqual(first);
});

test('there are cases', () => expect(cases).toContain('unions'));

const importedNames = (text: string): readonly string[] =>
  [...text.matchAll(/^import (?:type )?\{([^}]*)\}/gm)]
    .flatMap(([, names = '']) => names.split(','))
    .map((name) =>
      name
        .trim()
        .replace(/^type /, '')
        .replace(/^.* as /, ''),
    )
    .filter((name) => name !== '');

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name, parentPath }) => relative(folder, join(parentPath, name)).split(sep).join('/'));

const rewrite = async (folder: string, files: readonly EmittedFile[]): Promise<void> => {
  await rm(folder, { recursive: true, force: true });
  for (const { path, text } of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
};
