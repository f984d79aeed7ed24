import { format } from 'prettier';
import { type StatementStructures, StructureKind } from 'ts-morph';
import { loaded } from '../testing/loaded.js';
import { syntheticContracts } from '../testing/synthetic-contracts.js';
import { imports } from './declared.js';
import { emitContracts } from './emit-contracts.js';
import { typescriptOf } from './source-text.js';

const alias = (name: string, description: string): StatementStructures => ({
  kind: StructureKind.TypeAlias,
  name,
  type: '"a"|"b"',
  docs: [{ description }],
});

test('what is written is what prettier makes of it', async () => {
  const { contracts } = await loaded(syntheticContracts({ messages: 60, perDocument: 30 }));
  const { files } = await emitContracts(contracts);
  const written = files.filter(({ path }) => /\.(?:ts|js)$/.test(path));
  expect(written.length).toBeGreaterThan(3);
  const options = { parser: 'typescript', singleQuote: true, printWidth: 120, trailingComma: 'all' } as const;
  for (const { text } of written) expect(await format(text, options)).toBe(text);
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
