import type { Schema } from '../../model/schema.js';
import { loaded } from '../../testing/loaded.js';
import { EqualSchemas } from './equal-schemas.js';

/** Payloads by key of their message, from the `components/schemas` of a document. */
const payloads = async (schemas: string, keys: readonly string[]): Promise<readonly (Schema | undefined)[]> => {
  const { contracts, findings } = await loaded({
    'shop-service.yaml': `asyncapi: 3.0.0
info: { title: shop-service, version: 1.0.0 }
channels:
  shop:
    address: shop-stream
    messages:
${keys.map((key) => `      ${key}: { name: ${key.toUpperCase()}, payload: { $ref: '#/components/schemas/${key}' } }`).join('\n')}
components:
  schemas:
${schemas}
`,
  });
  expect(findings).toEqual([]);
  return contracts.documents.flatMap(({ channels }) =>
    channels.flatMap(({ messages }) => messages.map(({ payload }) => payload)),
  );
};

const areEqual = async (
  previous: string,
  current: string,
  keys: readonly string[] = ['a'],
): Promise<readonly boolean[]> => {
  const [before, now] = [await payloads(previous, keys), await payloads(current, keys)];
  const equal = new EqualSchemas();
  return before.map((schema, index) => equal.areEqual(schema, now[index]));
};

const money = '    money: { type: object, properties: { amount: { type: integer } } }';

test('takes schemas for equal wherever they stand and in whatever order their keys are', async () => {
  expect(
    await areEqual(
      "    a: { type: object, properties: { x: { type: string }, y: { $ref: '#/components/schemas/money' } } }\n" +
        money,
      money +
        "\n    a: { properties: { y: { $ref: '#/components/schemas/money' }, x: { type: string } }, type: object }",
    ),
  ).toEqual([true]);
});

test.each([
  ['a value', '{ type: string, maxLength: 3 }', '{ type: string, maxLength: 4 }'],
  ['one more keyword', '{ type: string }', '{ type: string, maxLength: 4 }'],
  ['one keyword less', '{ type: string, maxLength: 4 }', '{ type: string }'],
  ['another keyword', '{ type: string, maxLength: 4 }', '{ type: string, minLength: 4 }'],
  ['a description', '{ type: string }', '{ type: string, description: Text. }'],
  ['a property', '{ properties: { x: { type: string } } }', '{ properties: { y: { type: string } } }'],
  ['the order of a tuple', '{ items: [{ type: string }, {}] }', '{ items: [{}, { type: string }] }'],
  ['one variant less', '{ anyOf: [{ type: string }, {}] }', '{ anyOf: [{ type: string }] }'],
  ['a closed object', '{ additionalProperties: true }', '{ additionalProperties: false }'],
])('sees the difference of %s', async (_what, previous, current) => {
  const of = (schema: string): string => `    a: { type: object, properties: { deep: ${schema} } }`;
  expect(await areEqual(of(previous), of(current))).toEqual([false]);
});

test('sees a description that stands beside a reference', async () => {
  const of = (beside: string): string =>
    `    a: { type: object, properties: { x: { $ref: '#/components/schemas/money'${beside} } } }\n${money}`;
  expect(await areEqual(of(''), of(', description: The price.'))).toEqual([false]);
});

test('comes to an end on schemas that contain themselves, however they are cut', async () => {
  const node = (next: string): string =>
    `{ type: object, properties: { next: { $ref: '#/components/schemas/${next}' } } }`;
  expect(await areEqual(`    a: ${node('a')}`, `    a: ${node('a')}`)).toEqual([true]);
  expect(await areEqual(`    a: ${node('a')}`, `    a: ${node('b')}\n    b: ${node('a')}`)).toEqual([true]);
});

test('forgets what it took for equal on the way to a difference', async () => {
  const circle = (type: string): string =>
    [
      "    a: { type: object, properties: { b: { $ref: '#/components/schemas/b' }, x: { type: string } } }",
      `    b: { type: object, properties: { a: { $ref: '#/components/schemas/a' }, y: { type: ${type} } } }`,
    ].join('\n');
  expect(await areEqual(circle('string'), circle('number'), ['a', 'b'])).toEqual([false, false]);
  expect(await areEqual(circle('string'), circle('number'), ['b', 'a'])).toEqual([false, false]);
});
