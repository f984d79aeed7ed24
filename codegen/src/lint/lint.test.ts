/**
 * Each folder of testdata/lint is a small set of contracts that breaks the rule it is named for, beside `expected.txt`, the
 * report with line, column and caret. `UPDATE_EXPECTED=1` writes the reports again; read the difference before committing it.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadContracts } from '../load/load-contracts.js';
import { report } from '../report/report.js';
import { allFindings, lintRules } from './index.js';

const fixtures = fileURLToPath(new URL('../../testdata/lint', import.meta.url));
const reference = fileURLToPath(new URL('../../../asyncapi', import.meta.url));
const isUpdate = process.env['UPDATE_EXPECTED'] === '1';

const reportOf = async (folder: string): Promise<string> => {
  const loaded = await loadContracts(relative(process.cwd(), folder));
  const { contracts } = loaded;
  const text = report(allFindings(loaded), {
    format: 'text',
    sourceOf: (name) => contracts.files.find(({ file }) => file === name)?.text,
    isColoured: false,
  });
  return text.replaceAll(`${contracts.folder}/`, '');
};

const cases = readdirSync(fixtures);

test.each(cases)('finds what breaks %s, at its line and column', async (name) => {
  const folder = join(fixtures, name);
  const found = await reportOf(folder);
  const expected = join(folder, 'expected.txt');
  if (isUpdate) writeFileSync(expected, found);
  expect(found).toBe(
    existsSync(expected) ? readFileSync(expected, 'utf8') : 'no expected.txt: run with UPDATE_EXPECTED=1',
  );
  // Other rules may find something too, but a fixture in which its own rule finds nothing would prove nothing.
  expect(found).toMatch(new RegExp(` (error|warning) ${name}: `));
});

test.each(lintRules.map(({ id }) => id))('has a fixture for %s', (id) => {
  expect(cases).toContain(id);
});

test('says of every rule in one sentence what it is for', () => {
  for (const { purpose } of lintRules) expect(purpose).toMatch(/^[A-Z].{40,}\.$/);
  expect(lintRules.map(({ id }) => id)).toEqual(lintRules.map(({ id }) => id).toSorted());
});

test('finds nothing in the contracts of the reference system', async () => {
  expect(await reportOf(reference)).toBe('');
});
