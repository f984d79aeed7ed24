import { jest } from '@jest/globals';
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { docs } from './docs.js';

const contracts = fileURLToPath(new URL('../../testdata/docs/shapes', import.meta.url));
const broken = fileURLToPath(new URL('../../testdata/lint/unknown-keyword', import.meta.url));

let out = '';
beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'streampact-docs-'));
  for (const stream of [process.stdout, process.stderr]) jest.spyOn(stream, 'write').mockReturnValue(true);
});
afterEach(async () => {
  jest.restoreAllMocks();
  await rm(out, { recursive: true });
});

const options = { format: 'text', check: false, profile: 'streampact', services: 'services' } as const;

test('writes the pages, and touches none that is up to date', async () => {
  expect(await docs({ ...options, input: contracts, output: out })).toBe(0);
  const page = join(out, 'docs', 'services', 'shapes-service.html');
  const before = await stat(page);
  expect(await docs({ ...options, input: contracts, output: out })).toBe(0);
  expect((await stat(page)).mtimeMs).toBe(before.mtimeMs);
  expect(await readdir(join(out, 'docs', 'services'))).toEqual(expect.arrayContaining(['shapes-service.html']));
});

test('fails the check when a page is stale, and changes nothing', async () => {
  await docs({ ...options, input: contracts, output: out });
  expect(await docs({ ...options, input: contracts, output: out, check: true })).toBe(0);
  const page = join(out, 'docs', 'index.html');
  await writeFile(page, 'old');
  expect(await docs({ ...options, input: contracts, output: out, check: true })).toBe(1);
  expect(await readFile(page, 'utf8')).toBe('old');
});

test('removes the page of a service that is gone, and keeps files of others', async () => {
  await docs({ ...options, input: contracts, output: out });
  const gone = join(out, 'docs', 'gone-service.html');
  await writeFile(gone, await readFile(join(out, 'docs', 'index.html')));
  const manifest = join(out, 'docs', '.streampact.json');
  const text = await readFile(manifest, 'utf8');
  await writeFile(manifest, text.replace('"files": [', '"files": ["gone-service.html",'));
  await writeFile(join(out, 'docs', 'notes.html'), 'written by hand');
  expect(await docs({ ...options, input: contracts, output: out })).toBe(0);
  const left = await readdir(join(out, 'docs'));
  expect(left).toContain('notes.html');
  expect(left).not.toContain('gone-service.html');
});

test('writes no page from contracts that cannot be read in full', async () => {
  expect(await docs({ ...options, input: broken, output: out })).toBe(1);
  expect(await readdir(out)).toEqual([]);
});
