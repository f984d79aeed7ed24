/**
 * Each folder of testdata/bad-input holds contracts with one mistake that people make, beside `expected.txt`: everything that
 * is said about it, and nothing else. `UPDATE_EXPECTED=1` writes the reports again; read the difference before committing it.
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { allFindings } from '../lint/index.js';
import { report } from '../report/report.js';
import { loadContracts } from './load-contracts.js';

const fixtures = fileURLToPath(new URL('../../testdata/bad-input', import.meta.url));
const isUpdate = process.env['UPDATE_EXPECTED'] === '1';

const reportOf = async (input: string): Promise<string> => {
  const loaded = await loadContracts(relative(process.cwd(), input));
  const { contracts } = loaded;
  const text = report(allFindings(loaded), {
    format: 'text',
    sourceOf: (name) => contracts.files.find(({ file }) => file === name)?.text,
    isColoured: false,
  });
  return text.replaceAll(`${contracts.folder}/`, '');
};

test.each(readdirSync(fixtures))('says precisely what is wrong: %s', async (name) => {
  const found = await reportOf(join(fixtures, name));
  const expected = join(fixtures, name, 'expected.txt');
  if (isUpdate) writeFileSync(expected, found);
  expect(found).toBe(
    existsSync(expected) ? readFileSync(expected, 'utf8') : 'no expected.txt: run with UPDATE_EXPECTED=1',
  );
  expect(found).toMatch(/:\d+:\d+: error /);
});

describe('in a folder of its own', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'streampact-bad-input-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  test('says of a file that is no text that it is none', async () => {
    writeFileSync(join(folder, 'a.yaml'), Buffer.from('asyncapi: 3.0.0\n', 'utf16le'));
    expect(await reportOf(folder)).toContain('a.yaml:1:1: error yaml-syntax: The file is no text in UTF-8.');
  });

  test('refuses a document that cannot be read instead of leaving it out', async () => {
    mkdirSync(join(folder, 'a.yaml'));
    await expect(loadContracts(folder)).rejects.toThrow(/a\.yaml: the file cannot be read\./);
  });

  test('says of a folder without documents what it looked for', async () => {
    await expect(loadContracts(folder)).rejects.toThrow(
      /no \*\.yaml in it\. Give the folder that holds the AsyncAPI documents/,
    );
  });

  test('says of a folder that is not there that it is not', async () => {
    await expect(loadContracts(join(folder, 'nowhere'))).rejects.toThrow(/nowhere: there is no such folder or file\./);
  });
});
