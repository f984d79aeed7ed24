/** docs/guarantees.md says for each guarantee what shows it; what it names must be there. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { faults } from '../faults/src/faults/index.js';
import { projectFolder } from '../infrastructure/compiled.js';

const text = readFileSync(join(projectFolder, 'docs', 'guarantees.md'), 'utf8');

test('every test that it names exists', () => {
  const files = ['codegen', 'runtime', 'services', 'tests'].flatMap((folder) =>
    readdirSync(join(projectFolder, folder), { recursive: true, encoding: 'utf8' }),
  );
  const tests = new Set(files.filter((file) => file.endsWith('.test.ts')).map((file) => basename(file)));
  const named = [...text.matchAll(/`([\w.-]+\.test\.ts)`/g)].map(([, name]) => name);
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((name) => name !== undefined && !tests.has(name))).toEqual([]);
});

test('every fault that it names exists, and every fault is named', () => {
  const names: string[] = [];
  for (const [, name = ''] of text.matchAll(/_([a-z-]+)_/g)) {
    // `-refuse` after `redis-network-cut` is redis-network-refuse.
    const stem = names.at(-1) ?? '';
    const whole = name.startsWith('-') ? faults.map((fault) => fault.name).find((one) => isKin(one, stem, name)) : name;
    if (name !== 'italics') names.push(whole ?? name);
  }
  expect([...new Set(names)].toSorted()).toEqual(
    faults
      .map((fault) => fault.name)
      .filter((name) => name !== 'two-at-once')
      .toSorted(),
  );
});

/** Ends with the suffix and begins as the one before it did. */
const isKin = (name: string, before: string, suffix: string): boolean => {
  if (!name.endsWith(suffix)) return false;
  return before.startsWith(name.slice(0, -suffix.length));
};
