/** Documents stay true: their examples are excerpts of files, their lists are the code's. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

const sourceFiles = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.includes('node_modules') && !/(^|\/)dist\//.test(path))
    .map((path) => join(folder, path));

const documents = [
  'README.md',
  'docs/ARCHITECTURE.md',
  'docs/guarantees.md',
  'docs/errors.md',
  'docs/glossary.md',
  'docs/security.md',
  'SECURITY.md',
  'docs/guides/add-an-event.md',
  'docs/guides/change-a-contract.md',
  'docs/guides/observe.md',
  'docs/guides/going-to-production.md',
  'docs/guides/operate.md',
  'docs/guides/testing-with-events.md',
  'docs/guides/write-a-saga.md',
];

/** An excerpt may be indented otherwise than in its file. */
const withoutIndentation = (text: string): string => text.replaceAll(/^[ \t]+/gm, '');

test('every example that names a file is an excerpt of it', () => {
  const examples = documents.flatMap((document) => [
    ...read(document).matchAll(/<!-- from (\S+) -->\n+```\w+\n([^]*?)```/g),
  ]);
  expect(examples.length).toBeGreaterThan(0);
  for (const [, path = '', text = ''] of examples) {
    expect(withoutIndentation(read(path))).toContain(withoutIndentation(text));
  }
});

test('every link from a document to a file leads somewhere', () => {
  const links = documents.flatMap((document) =>
    [...read(document).matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link = '']) => join(dirname(document), link)),
  );
  expect(links.length).toBeGreaterThan(0);
  expect(links.filter((link) => !existsSync(join(root, link)))).toEqual([]);
});

test('every code file and test that a document names is there', () => {
  const named = documents.flatMap((document) =>
    [...read(document).matchAll(/`((?:runtime|services|tests|deploy|codegen)\/[\w./-]+\.ts)`/g)].map(
      ([, path = '']) => path,
    ),
  );
  expect(named.length).toBeGreaterThan(0);
  for (const path of named) expect(read(path)).not.toBe('');
});

test('docs/errors.md lists exactly the codes that the code has', () => {
  const inCode = ['runtime/src', 'services', 'deploy/local/src', 'codegen/src']
    .flatMap(sourceFiles)
    .flatMap((path) => [...read(path).matchAll(/\bcode = '([A-Z_]+)'/g)].map(([, code = '']) => code));
  const inDocument = [...read('docs/errors.md').matchAll(/^\| `([A-Z_]+)`/gm)].map(([, code = '']) => code);
  expect(inDocument).toEqual([...new Set(inCode)].toSorted());
});
