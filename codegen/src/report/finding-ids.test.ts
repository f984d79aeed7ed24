/** Reads the sources, because an id that nobody listed is exactly what no run of the program would show. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lintRules } from '../lint/index.js';
import { findingIds } from './finding-ids.js';

const sources = fileURLToPath(new URL('..', import.meta.url));

const idsInSources = async (): Promise<ReadonlySet<string>> => {
  const names = (await readdir(sources, { recursive: true })).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.startsWith('lint/rules'),
  );
  const texts = await Promise.all(names.map((name) => readFile(join(sources, name), 'utf8')));
  const ways = [
    /\b(?:errorAt|warningAt|#?warn)\(\s*[^;']*?'([a-z]+(?:-[a-z]+)*)',/g,
    /\bfindingAt\([^;']*'(?:error|warning)'[^;']*'[a-z]+'[^;']*'([a-z]+(?:-[a-z]+)*)'/g,
    /\bfindingAt\(\s*[^;']*?'([a-z]+-[a-z-]+)'/g,
    /\brange,\s*'(?!error|warning)([a-z]+(?:-[a-z]+)*)',/g,
    /\brule: '([a-z-]+)'/g,
    /\bconst unusedIgnoreId = '([a-z-]+)'/g,
  ];
  return new Set(texts.flatMap((text) => ways.flatMap((way) => [...text.matchAll(way)].flatMap(([, id]) => id ?? []))));
};

test('every id that the code reports is a rule or stands in the list, and the list has no other', async () => {
  const rules = new Set(lintRules.map(({ id }) => id));
  const reported = [...(await idsInSources())].filter((id) => !rules.has(id)).toSorted();
  expect(findingIds.map(({ id }) => id)).toEqual(reported);
});
