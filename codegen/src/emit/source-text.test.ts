import { type StatementStructures, StructureKind } from 'ts-morph';
import { loaded } from '../testing/loaded.js';
import { syntheticContracts } from '../testing/synthetic-contracts.js';
import { imports } from './declared.js';
import { emitContracts } from './emit-contracts.js';
import { formatted, typescriptOf } from './source-text.js';

const alias = (name: string, description: string): StatementStructures => ({
  kind: StructureKind.TypeAlias,
  name,
  type: '"a"|"b"',
  docs: [{ description }],
});

test('statements formatted in batches are what prettier makes of the whole file', async () => {
  const { contracts } = await loaded(syntheticContracts({ messages: 300, perDocument: 300 }));
  const { files } = await emitContracts(contracts, { targets: ['types', 'publishers', 'consumers'] });
  const written = files.filter(({ path }) => path.endsWith('.ts'));
  expect(written.length).toBeGreaterThan(3);
  for (const { text } of written) expect(await formatted(text, 'typescript')).toBe(text);
});

test('imports stand together and everything else apart', async () => {
  const text = await typescriptOf('// opening\n\n', [
    imports('b', [{ name: 'B', isType: true }]),
    imports('a', [{ name: 'A' }]),
    alias('First', 'One.'),
    alias('Second', 'Two.'),
  ]);
  expect(text).toBe(`// opening

import type { B } from 'b';
import { A } from 'a';

/** One. */
type First = 'a' | 'b';

/** Two. */
type Second = 'a' | 'b';
`);
});

test('a description may hold what stands between the statements of a batch', async () => {
  const text = await typescriptOf('', [alias('First', 'One.\n//~ next statement ~\nmore'), alias('Second', 'Two.')]);
  expect(text).toContain(" * //~ next statement ~\n * more\n */\ntype First = 'a' | 'b';\n\n/** Two. */\ntype Second");
});
