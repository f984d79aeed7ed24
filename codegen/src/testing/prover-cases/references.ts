/** Cases of `$ref`s, and what they are relative to. */
import { breaking, compatible, type ProverCase } from './prover-case.js';

const text = { type: 'string' };
const number = { type: 'number' };

const nested = {
  definitions: { value: number },
  properties: {
    inner: { $id: 'inner.json', definitions: { value: text }, properties: { a: { $ref: '#/definitions/value' } } },
  },
};

export const references: readonly ProverCase[] = [
  compatible('a reference is relative to the $id around it', [
    nested,
    { properties: { inner: { properties: { a: text } } } },
  ]),
  breaking('a reference is not relative to the root below an $id', [
    nested,
    { properties: { inner: { properties: { a: number } } } },
    { inner: { a: '' } },
  ]),
  breaking('an $id in a folder moves what is relative to it', [
    {
      $id: 'https://example.com/folder/root.json',
      properties: { a: { $ref: 'value.json' } },
      definitions: {
        near: { $id: 'https://example.com/folder/value.json', ...text },
        far: { $id: 'https://example.com/value.json', ...number },
      },
    },
    { properties: { a: number } },
    { a: '' },
  ]),
  compatible('an anchor is found', [{ $ref: '#here', $defs: { a: { $anchor: 'here', ...text } } }, text], {
    dialect: '2020-12',
  }),
  breaking(
    'a reference leads into another document',
    [{ properties: { a: { $ref: 'shared#/definitions/value' } } }, { properties: { a: number } }, { a: '' }],
    { others: { shared: { definitions: { value: text } } } },
  ),
  compatible('a pointer is decoded', [{ $ref: '#/definitions/a~1b%25', definitions: { 'a/b%': text } }, text]),
];
