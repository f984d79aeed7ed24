import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { checkEmittable } from '../emit/check-emittable.js';
import { lintContracts } from '../lint/index.js';
import { loadContracts } from '../load/load-contracts.js';
import { syntheticContracts } from './synthetic-contracts.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'streampact-synthetic-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('synthetic contracts have as many messages as asked for, and nothing is wrong in them', async () => {
  for (const [name, text] of Object.entries(syntheticContracts({ messages: 130, perDocument: 20 }))) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  const { contracts, findings } = await loadContracts(folder);
  expect([...findings, ...checkEmittable(contracts), ...lintContracts(contracts)]).toEqual([]);
  const own = contracts.documents.flatMap(({ service, channels }) =>
    channels.filter(({ definedBy }) => definedBy === service).flatMap(({ messages }) => messages),
  );
  expect(new Set(own.map(({ name }) => name)).size).toBe(130);
});

test('synthetic contracts are the same every time, and every message is as it was in a smaller set', () => {
  expect(syntheticContracts({ messages: 30 })).toEqual(syntheticContracts({ messages: 30 }));
  expect(syntheticContracts({ messages: 30, perDocument: 10 })['sales-service.yaml']).toBe(
    syntheticContracts({ messages: 10, perDocument: 10 })['sales-service.yaml'],
  );
});
