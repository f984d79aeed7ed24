import { readSource } from './read-source.js';
import { entryOf } from './source-tree.js';

const list = (count: number): string => `asyncapi: 3.0.0\nx-list: [${'0,'.repeat(count - 1)}0]\n`;

test('reads as many values as 10 MB of messages have', () => {
  const { source, findings } = readSource('a.yaml', list(400_000));
  expect(findings).toEqual([]);
  expect(entryOf(source.root, 'x-list')?.value).toMatchObject({ kind: 'list' });
}, 60_000);

test('says of aliases in aliases what to write instead, wherever they end', () => {
  const lines = 'bcdefghij'.split('').map((name, index) => {
    const before = 'abcdefghij'.charAt(index);
    return `x-${name}: &${name} [${Array.from({ length: 9 }, () => `*${before}`).join(', ')}]`;
  });
  const { source, findings } = readSource('a.yaml', ['x-a: &a [1]', ...lines].join('\n'));
  expect(source.root).toBeUndefined();
  expect(findings.map(({ line, message }) => `${line} ${message}`)).toEqual([
    '6 The YAML aliases of the file stand for more than 100000 values.',
  ]);
});

test('finds the first and the last of many keys', () => {
  const keys = Array.from({ length: 1_000 }, (_, index) => `key${index}`);
  const { source } = readSource('a.yaml', keys.map((key) => `${key}: ${key}\n`).join(''));
  for (const key of ['key0', 'key999']) expect(entryOf(source.root, key)?.value).toMatchObject({ value: key });
  expect(entryOf(source.root, 'constructor')).toBeUndefined();
});
