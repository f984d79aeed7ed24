/** Each patch of each mutant against the compiled code, without a run: says at once which one has to be written anew. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SourceTextModule } from 'node:vm';
import { compile, projectFolder } from '../../../infrastructure/compiled.js';
import { applyPatches } from './apply-patches.js';
import { mutants } from './index.js';

beforeAll(() => compile());

test.each(mutants.map((mutant) => [mutant.name, mutant] as const))(
  'the patches of %s fit the compiled code, and leave a program',
  (_, { patches }) => {
    for (const file of new Set(patches.map((patch) => patch.file))) {
      const source = readFileSync(join(projectFolder, file), 'utf8');
      const patched = applyPatches(
        source,
        patches.filter((patch) => patch.file === file),
      );
      expect(patched).not.toBe(source);
      // Half of a comment replaced by code leaves a program that does not start, and so breaks no promise.
      expect(() => new SourceTextModule(patched)).not.toThrow();
    }
  },
);

test('a text that is found twice, or not at all, is refused', () => {
  const patch = { file: 'some.js', replace: 'a', by: 'b' };
  expect(() => applyPatches('aa', [patch])).toThrow('some.js, where it is found 2 times');
  expect(() => applyPatches('', [patch])).toThrow('some.js, where it is found 0 times');
  expect(applyPatches('xax', [patch])).toBe('xbx');
});
