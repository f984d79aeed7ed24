import { loaded } from '../../testing/loaded.js';
import { absentHash, fragmentHash } from './fragment.js';

const document = (payload: string, more = ''): string => `asyncapi: 3.0.0
info: { title: a, version: 1.0.0 }
channels: { stream: { address: stream, messages: { done: { payload: ${payload} } } } }
${more}`;

const pointer = '/channels/stream/messages/done/payload';

const hashOf = async (files: Readonly<Record<string, string>>): Promise<string> => {
  const { contracts } = await loaded(files);
  const [one] = contracts.documents;
  return fragmentHash(contracts, { file: one?.file ?? '', pointer });
};

test('is the same whatever the order of keys, the style of YAML and the folder', async () => {
  const one = await hashOf({ 'a.yaml': document('{ type: object, required: [a] }') });
  expect(one).toMatch(/^sha256-[0-9a-f]{16}$/);
  expect(await hashOf({ 'a.yaml': document('{ "required": ["a"], # why\n type: "object" }') })).toBe(one);
  expect(await hashOf({ 'a.yaml': document('{ type: object, required: [b] }') })).not.toBe(one);
});

test('changes with what the part refers to, however far away, and with nothing else', async () => {
  const files = (money: string, other: string): Readonly<Record<string, string>> => ({
    'a.yaml': document(
      "{ properties: { total: { $ref: './shared/total.yaml#/Total' } } }",
      `components: { schemas: { Other: ${other} } }`,
    ),
    'shared/total.yaml': "Total: { properties: { amount: { $ref: 'money.yaml#/Money' } } }",
    'shared/money.yaml': `Money: ${money}\nUnused: ${other}`,
  });
  const one = await hashOf(files('{ type: integer }', '{ type: string }'));
  expect(await hashOf(files('{ type: integer }', '{ type: number }'))).toBe(one);
  expect(await hashOf(files('{ type: number }', '{ type: string }'))).not.toBe(one);
});

test('ends where schemas contain themselves', async () => {
  const tree = '{ properties: { child: { $ref: "#/channels/stream/messages/done/payload" } } }';
  expect(await hashOf({ 'a.yaml': document(tree) })).toMatch(/^sha256-/);
});

test('a part that is not there has a name instead', async () => {
  const { contracts } = await loaded({ 'a.yaml': document('{ type: object }') });
  expect(fragmentHash(contracts, undefined)).toBe(absentHash);
});
