/**
 * The checker must notice every mutant: a runtime with one promise broken on purpose. Method: `npm run test:faults -- --mutants`
 * patches the compiled runtime in the worker processes and runs each mutant under the fault that exposes it, up to twelve seeds.
 */
import { spawnSync } from 'node:child_process';
import { compile, projectFolder } from '../../infrastructure/compiled.js';
import { mutants } from './mutants/index.js';
import type { MutantResult } from './mutants/run-mutants.js';

const allMaxMs = 30 * 60_000;
let results: readonly MutantResult[];

beforeAll(() => {
  compile();
  const { stdout } = spawnSync(process.execPath, ['tests/faults/dist/main.js', '--mutants', '--json'], {
    cwd: projectFolder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 16 * 1_048_576,
  });
  if (stdout === '') throw new Error('The mutants did not run; standard error says why.');
  results = JSON.parse(stdout) as MutantResult[]; // our own program wrote it
}, allMaxMs);

test.each(mutants.map(({ name, purpose }) => [name, purpose]))('notices %s: %s', (name) => {
  expect(results.find(({ mutant }) => mutant === name)).toMatchObject({ caught: { seed: expect.any(Number) } });
});
