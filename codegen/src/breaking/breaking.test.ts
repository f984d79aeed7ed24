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
import type { ContractSet, Profile } from '../model/contract.js';
import type { Release } from '../releases/release.js';
import { breakingRules } from './breaking-rules.js';
import type { Change, Direction } from './change.js';
import { compareContracts, contractRules } from './contract-rules/index.js';
import { reportChanges } from './report-changes.js';
import { schemaRules } from './schema-rules/index.js';

const fixtures = fileURLToPath(new URL('../../testdata/breaking', import.meta.url));
const isUpdate = process.env['UPDATE_EXPECTED'] === '1';
const cases = readdirSync(fixtures);

const contractsIn = async (folder: string, profile: Profile): Promise<ContractSet> => {
  const { contracts, findings } = await loadContracts(relative(process.cwd(), folder), { profile });
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  return contracts;
};

/** Languages other than JSON Schema are read where documents of others are. */
const profileOf = (name: string): Profile =>
  ['SCHEMA_FORMAT_CHANGED', 'SCHEMA_NOT_COMPARED'].includes(name) ? 'any' : 'streampact';

const releasesIn = async (name: string): Promise<Record<'older' | 'previous' | 'current', Release | undefined>> => {
  const [older, previous, current] = await Promise.all(
    ['older', 'previous', 'current'].map(async (side) => {
      const folder = join(fixtures, name, side);
      if (!existsSync(folder)) return undefined;
      return { name: side, contracts: await contractsIn(folder, profileOf(name)) };
    }),
  );
  return { older, previous, current };
};

const changesOf = async (name: string, directions: readonly Direction[]): Promise<readonly Change[]> => {
  const { older, previous, current } = await releasesIn(name);
  if (previous === undefined || current === undefined) throw new Error(`${name} has no two releases.`);
  return compareContracts(previous, current, {
    directionsOf: () => new Set(directions),
    history: older === undefined ? [] : [older],
    now: new Date('2026-11-27T12:00:00Z'),
  });
};

const reportOf = async (name: string): Promise<string> => {
  const folder = relative(process.cwd(), join(fixtures, name));
  const releases = Object.values(await releasesIn(name));
  const files = releases.flatMap((release) => release?.contracts.files ?? []);
  const text = reportChanges(await changesOf(name, ['backward', 'forward']), {
    format: 'text',
    sourceOf: (file) => files.find((one) => one.file === file)?.text,
    isColoured: false,
  });
  return text.replaceAll(`${folder}/`, '');
};

test.each(cases)('says what %s breaks, with its places and a witness', async (name) => {
  const found = await reportOf(name);
  const expected = join(fixtures, name, 'expected.txt');
  if (isUpdate) writeFileSync(expected, found);
  expect(found).toBe(
    existsSync(expected) ? readFileSync(expected, 'utf8') : 'no expected.txt: run with UPDATE_EXPECTED=1',
  );
  // Other rules may find something too, but a fixture in which its own rule finds nothing would prove nothing.
  expect(found).toMatch(new RegExp(` (breaking|unknown|warning|compatible) ${name}[ :]`));
});

test.each([...schemaRules, ...contractRules].map(({ id }) => id))('has a fixture for %s', (id) => {
  expect(cases).toContain(id);
});

test.each(contractRules.flatMap(({ id, directions }) => directions.map((direction) => [id, direction] as const)))(
  'has a fixture in which %s does harm %s',
  async (id, direction) => {
    const harms = (await changesOf(id, [direction])).filter(
      ({ rule, effect }) => rule === id && effect !== 'compatible',
    );
    expect(harms.map((change) => change.direction)).toContain(direction);
  },
);

test('says of every rule in one sentence what it is for', () => {
  for (const { purpose } of breakingRules) expect(purpose).toMatch(/^[A-Z].{40,}\.$/);
  for (const rules of [schemaRules, contractRules, breakingRules]) {
    const ids = rules.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].toSorted());
  }
});

test.each(cases)('shows of each change that breaks in %s an event, and says whom it hits', async (name) => {
  const changes = await changesOf(name, ['backward', 'forward']);
  const isSentence = /^\S.+\.$/;
  expect(changes.filter(({ effect, witness }) => effect === 'breaking' && witness === undefined)).toEqual([]);
  expect(
    changes.filter(({ effect, consequence = '' }) => effect !== 'compatible' && !isSentence.test(consequence)),
  ).toEqual([]);
});
