/** Goal: what is allowed and nobody expects gives code that compiles. Method: documents of testdata/odd, the whole way. */
import { fileURLToPath } from 'node:url';
import { checkContracts } from '../../codegen/src/commands/check-contracts.js';
import { emitContracts } from '../../codegen/src/emit/emit-contracts.js';
import { loadContracts } from '../../codegen/src/load/load-contracts.js';
import { hasErrors } from '../../codegen/src/report/finding.js';
import { CompiledFolder } from './compiled-folder.js';

const folder = fileURLToPath(new URL('../../codegen/testdata/odd', import.meta.url));

const code = new CompiledFolder();
afterAll(() => code.remove());

test('odd names, recursion and messages on several channels compile, and plain node imports them', async () => {
  const loaded = await loadContracts(folder, { profile: 'any' });
  const findings = await checkContracts(loaded);
  expect(hasErrors(findings)).toBe(false);
  const { files } = await emitContracts(loaded.contracts);
  const modules = await code.compile(files.map(({ path, text }) => ({ path: `odd/${path}`, text })));
  await code.inNode(`for (const name of ${JSON.stringify(modules)}) await import('./' + name);`);
  const judged = await code.inNode(`
    const { messages } = await import('./odd/odd/index.js');
    const value = { class: 'x', hasOwnProperty: 'y', toString: 'z' };
    print([messages.reserved.validateWrite(value), messages.reserved.validateWrite({ constructor: 'x' })]);
  `);
  expect(judged).toEqual([true, false]);
});

test("AsyncAPI's parser stumbling over a name is a warning without its stack", async () => {
  const findings = await checkContracts(await loadContracts(folder, { profile: 'any' }));
  expect(findings.filter(({ rule }) => rule === 'asyncapi')).toMatchObject([
    { severity: 'warning', message: expect.stringMatching(/^AsyncAPI's parser stumbles over this document, .*\.$/) },
  ]);
});
