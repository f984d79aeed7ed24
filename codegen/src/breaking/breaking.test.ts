/**
 * Each folder of testdata/breaking holds two releases, `previous` and `current`, and what differs between them is the rule
 * that it is named for, beside `expected.txt`, the report with places, carets and witnesses. In `older` is a release before
 * the previous one, where a rule looks that far back. `UPDATE_EXPECTED=1` writes the reports again; read the difference
 * before committing it.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadContracts } from '../load/load-contracts.js';
import type { ContractSet, Message } from '../model/contract.js';
import type { Change } from './change.js';
import { reportChanges } from './report-changes.js';
import { compareMessageSchemas, schemaRules } from './schema-rules/index.js';

const fixtures = fileURLToPath(new URL('../../testdata/breaking', import.meta.url));
const isUpdate = process.env['UPDATE_EXPECTED'] === '1';
// Nothing but a proof shows that two schemas are the same, and there is none yet.
const cases = readdirSync(fixtures).filter((name) => name !== 'REFACTORED');

const contractsIn = async (folder: string): Promise<ContractSet> => {
  const { contracts, findings } = await loadContracts(relative(process.cwd(), folder));
  expect(findings).toEqual([]);
  return contracts;
};

const messagesOf = ({ documents }: ContractSet): readonly Message[] =>
  documents.flatMap(({ channels }) => channels.flatMap(({ messages }) => messages));

const changesBetween = (
  previous: ContractSet,
  current: ContractSet,
  older: ContractSet | undefined,
): readonly Change[] =>
  messagesOf(current).flatMap((message) => {
    const sameIn = (contracts: ContractSet): Message | undefined =>
      messagesOf(contracts).find(({ name }) => name === message.name);
    const history = older === undefined ? undefined : sameIn(older)?.payload;
    return compareMessageSchemas(
      {
        part: 'payload',
        previous: sameIn(previous)?.payload,
        current: message.payload,
        contentModel: 'event',
        ...(history === undefined ? {} : { history: [history] }),
      },
      { directions: ['backward', 'forward'] },
    ).map((change) => ({ ...change, messageName: message.name }));
  });

const reportOf = async (folder: string): Promise<string> => {
  const [previous, current] = [await contractsIn(join(folder, 'previous')), await contractsIn(join(folder, 'current'))];
  const older = existsSync(join(folder, 'older')) ? await contractsIn(join(folder, 'older')) : undefined;
  const files = [older, previous, current].flatMap((contracts) => contracts?.files ?? []);
  const text = reportChanges(changesBetween(previous, current, older), {
    format: 'text',
    sourceOf: (name) => files.find(({ file }) => file === name)?.text,
    isColoured: false,
  });
  return text.replaceAll(`${relative(process.cwd(), folder)}/`, '');
};

test.each(cases)('says what %s breaks, with its places and a witness', async (name) => {
  const folder = join(fixtures, name);
  const found = await reportOf(folder);
  const expected = join(folder, 'expected.txt');
  if (isUpdate) writeFileSync(expected, found);
  expect(found).toBe(
    existsSync(expected) ? readFileSync(expected, 'utf8') : 'no expected.txt: run with UPDATE_EXPECTED=1',
  );
  // Other rules may find something too, but a fixture in which its own rule finds nothing would prove nothing.
  expect(found).toMatch(new RegExp(` (breaking|unknown|warning|compatible) ${name}[ :]`));
});

test.each(schemaRules.map(({ id }) => id).filter((id) => id !== 'REFACTORED'))('has a fixture for %s', (id) => {
  expect(cases).toContain(id);
});

test('says of every rule in one sentence what it is for', () => {
  for (const { purpose } of schemaRules) expect(purpose).toMatch(/^[A-Z].{40,}\.$/);
  expect(schemaRules.map(({ id }) => id)).toEqual(schemaRules.map(({ id }) => id).toSorted());
});
