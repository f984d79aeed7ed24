import { fileURLToPath } from 'node:url';
import { loaded, placesOf } from '../testing/loaded.js';
import { checkConformance } from './conformance.js';
import { loadContracts } from './load-contracts.js';

const documentWith = (payload: string): string => `asyncapi: 3.0.0
info: { title: a, version: 1.0.0 }
channels: { stream: { address: stream, messages: { done: { payload: ${payload} } } } }
`;

test('a remote reference is read from the vendor folder, and what that refers to as well', async () => {
  const { contracts, findings } = await loaded({
    'a.yaml': documentWith("{ $ref: 'https://example.com:8080/schemas/order.json' }"),
    'vendor/example.com_8080/schemas/order.json':
      '{ "properties": { "total": { "$ref": "money.yaml#/definitions/Money" } } }',
    'vendor/example.com_8080/schemas/money.yaml': 'definitions: { Money: { type: integer } }',
  });
  expect(findings).toEqual([]);
  const payload = contracts.documents[0]?.channels[0]?.messages[0]?.payload;
  expect(payload?.name).toBe('order');
  expect(payload?.properties[0]?.schema).toMatchObject({ name: 'Money', types: ['integer'] });
});

test('a remote reference that is not vendored says where to put the file', async () => {
  const { findings } = await loaded({ 'a.yaml': documentWith("{ $ref: 'https://example.com/order.json#/Order' }") });
  expect(findings).toMatchObject([
    {
      rule: 'unresolved-reference',
      line: 3,
      column: 77,
      message: '"https://example.com/order.json#/Order" is on the network, from where nothing is read.',
      fix: 'save it as vendor/example.com/order.json, which is read instead',
    },
  ]);
});

test('references are relative to the "$id" above them', async () => {
  const payload = `{
    $id: 'https://example.com/root.json',
    definitions: { A: { $id: '#anchor', type: string }, B: { $id: nested/b.json, definitions: { C: { type: 'null' } } } },
    properties: { a: { $ref: '#anchor' }, c: { $ref: 'nested/b.json#/definitions/C' }, self: { $ref: '#' } }
  }`;
  const { contracts, findings } = await loaded({ 'a.yaml': documentWith(payload) });
  expect(findings).toEqual([]);
  const schema = contracts.documents[0]?.channels[0]?.messages[0]?.payload;
  expect(schema?.properties.map((property) => property.schema.types)).toEqual([['string'], ['null'], []]);
  expect(schema?.properties[2]?.schema).toBe(schema);
});

test('"#" still means the document where a schema has a "$id" and lacks what is asked for', async () => {
  const payload = "{ $id: 'https://example.com/root.json', properties: { a: { $ref: '#/components/schemas/A' } } }";
  const { findings } = await loaded({
    'a.yaml': `${documentWith(payload)}components: { schemas: { A: { type: string } } }`,
  });
  expect(findings).toEqual([]);
});

test('the schema of schemas needs no network', async () => {
  const loadedContracts = await loaded(
    { 'a.yaml': documentWith("{ $ref: 'http://json-schema.org/draft-07/schema#' }") },
    { profile: 'any' },
  );
  expect(placesOf(loadedContracts).filter((place) => place.endsWith('unresolved-reference'))).toEqual([]);
});

test('a slip in a reference is shown with what was probably meant', async () => {
  const { findings } = await loaded({
    'a.yaml': `${documentWith("{ $ref: './shared/mony.yaml' }")}components: { schemas: { A: { $ref: ./shared/money.yaml }, B: { type: string } } }`,
    'b.yaml': documentWith("{ type: object, properties: { a: { $ref: '#/chanels' } } }"),
    'shared/money.yaml': 'type: integer',
  });
  expect(findings.map(({ fix }) => fix)).toEqual(['did you mean "shared/money.yaml"?', 'did you mean "channels"?']);
});

test('a property may be called "$ref"', async () => {
  const { contracts, findings } = await loaded({
    'a.yaml': documentWith('{ properties: { $ref: { type: string } } }'),
  });
  expect(findings).toEqual([]);
  expect(contracts.documents[0]?.channels[0]?.messages[0]?.payload?.properties).toMatchObject([{ name: '$ref' }]);
});

test("AsyncAPI's parser sees vendored files, and asks the network for nothing", async () => {
  const folder = fileURLToPath(new URL('../../testdata/vendored', import.meta.url));
  const { contracts, findings } = await loadContracts(folder, { profile: 'any' });
  expect([...findings, ...(await checkConformance(contracts))]).toEqual([]);
});
