/**
 * Goal: code can be made from documents that nobody wrote for us. Method: every AsyncAPI document of a folder of documents
 * by others (examples of the specification, fixtures of the converter) goes the whole way, twice; the code of all of them is
 * compiled at once, as strictly as TypeScript can, and every module is imported by plain node.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { checkContracts, hasErrors } from '../../codegen/src/commands/check-contracts.js';
import { emitContracts } from '../../codegen/src/emit/emit-contracts.js';
import type { EmittedFile } from '../../codegen/src/emit/emitted-file.js';
import { loadContracts } from '../../codegen/src/load/load-contracts.js';
import type { Finding } from '../../codegen/src/report/finding.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const documents = join(root, '../shared/data/asyncapi');
const run = promisify(execFile);

const isThere = existsSync(documents);
if (!isThere) console.warn('Documents by others are not tried: ../shared/data/asyncapi is not there.');

/** What the documents that are refused lack themselves, and how many lack it; AsyncAPI's own parser refuses them too. */
const refusals: readonly (readonly [reason: RegExp, count: number])[] = [
  [/^Version "2\.0\.0-rc[12]" is not supported\./, 8],
  [/^"https:\/\/example\.com\/message" is on the network/, 4],
  [/^"#\/components\/schemas\/lightMeasuredPayload" leads nowhere/, 2],
  [/^Property "name" is not expected to be here\./, 2],
  // Two documents without "info": the converter stumbles over one of them.
  [/^Object must have required property "info"\./, 1],
  [/^This document cannot be converted to AsyncAPI 3: .*'title'/, 1],
];

interface Generated {
  readonly file: string;
  readonly findings: readonly Finding[];
  /** Empty if there are errors. */
  readonly files: readonly EmittedFile[];
}

const generated: Generated[] = [];

/** AsyncAPI's parser takes most of the time, and says the same the second time. */
const conformance = new Map<string, readonly Finding[]>();

beforeAll(async () => {
  if (!isThere) return;
  for (const file of await documentsIn(documents)) generated.push(await generate(file));
}, 300_000);

const generate = async (file: string): Promise<Generated> => {
  const loaded = await loadContracts(join(documents, file), { profile: 'any' });
  const checked = await checkContracts(loaded, conformance);
  if (hasErrors(checked)) return { file, findings: checked, files: [] };
  const { files, findings } = await emitContracts(loaded.contracts);
  return { file, findings: [...checked, ...findings], files };
};

const documentsIn = async (folder: string): Promise<readonly string[]> => {
  const names = await readdir(folder, { recursive: true });
  const found = names.filter((name) => /\.(?:ya?ml|json)$/.test(name)).toSorted();
  const texts = await Promise.all(found.map((name) => readFile(join(folder, name), 'utf8')));
  return found.filter((_name, index) => /^\s*['"]?asyncapi['"]?\s*:/m.test(texts[index] ?? ''));
};

(isThere ? describe : describe.skip)('documents by others', () => {
  test('are refused only for what they lack themselves', () => {
    const reasons = generated.flatMap(
      ({ findings }) => findings.find(({ severity }) => severity === 'error')?.message ?? [],
    );
    const counts = refusals.map(([reason]) => [reason, reasons.filter((message) => reason.test(message)).length]);
    expect(counts).toEqual(refusals);
    expect(reasons).toHaveLength(refusals.reduce((sum, [, count]) => sum + count, 0));
    expect(generated.length - reasons.length).toBeGreaterThanOrEqual(90);
  });

  test('give code that compiles without a complaint, and that plain node imports', async () => {
    await inFolder(async (folder) => {
      await run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder]);
      const modules = (await readdir(join(folder, 'dist'), { recursive: true })).filter((name) => name.endsWith('.js'));
      expect(modules.length).toBeGreaterThan(generated.length);
      const script = `for (const name of ${JSON.stringify(modules)}) await import('./' + name);`;
      await writeFile(join(folder, 'dist/import-all.mjs'), script);
      await run(process.execPath, [join(folder, 'dist/import-all.mjs')]);
    });
  }, 300_000);

  test('give the same bytes again', async () => {
    for (const { file, files } of generated) expect((await generate(file)).files).toEqual(files);
  }, 300_000);
});

/** Writes the code of all documents into a folder of its own, each into a numbered one below. */
const inFolder = async (work: (folder: string) => Promise<void>): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'streampact-documents-'));
  try {
    const files = generated.flatMap((one, index) =>
      one.files.map(({ path, text }) => ({ path: `${index}/${path}`, text })),
    );
    await Promise.all(files.map((file) => write(folder, file)));
    await write(folder, { path: 'package.json', text: '{ "type": "module" }' });
    await write(folder, { path: 'tsconfig.json', text: JSON.stringify({ compilerOptions, include: ['*/**/*'] }) });
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
    await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
};

const write = async (folder: string, { path, text }: EmittedFile): Promise<void> => {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
};

const compilerOptions = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  noImplicitOverride: true,
  noPropertyAccessFromIndexSignature: true,
  verbatimModuleSyntax: true,
  skipLibCheck: true,
  allowJs: true,
  module: 'nodenext',
  target: 'es2022',
  rootDir: '.',
  outDir: 'dist',
  types: [],
};
