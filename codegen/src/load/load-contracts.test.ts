import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadContracts, type LoadedContracts } from './load-contracts.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'streampact-load-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const load = async (files: Readonly<Record<string, string>>): Promise<LoadedContracts> => {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return loadContracts(folder);
};

/** As people read them: file, line, column, rule. */
const placesOf = ({ findings }: LoadedContracts): readonly string[] =>
  findings.map(({ file, line, column, rule }) => `${file.slice(folder.length + 1)}:${line}:${column} ${rule}`);

/** A document of one channel with one message; `payload` begins in line 14, indented by 8. */
const documentWith = (payload: string): string => `asyncapi: 3.0.0
info: { title: a, version: 1.0.0 }
channels:
  stream:
    address: stream
    messages:
      done: { $ref: '#/components/messages/Done' }
operations: {}
components:
  messages:
    Done:
      name: DONE
      payload:
${payload
  .split('\n')
  .map((line) => `        ${line}`)
  .join('\n')}
`;

test('a channel of another document is the same object in both, also when the documents refer to each other', async () => {
  const document = (own: string, other: string): string => `asyncapi: 3.0.0
info: { title: ${own}, version: 1.0.0 }
channels:
  ${own}: { address: ${own}, messages: { ping: { name: PING, payload: { type: object } } } }
  ${other}: { $ref: './${other}.yaml#/channels/${other}' }
operations:
  handle:
    action: receive
    channel: { $ref: '#/channels/${other}' }
    messages: [{ $ref: '#/channels/${other}/messages/ping' }]
`;
  const { contracts, findings } = await load({ 'a.yaml': document('a', 'b'), 'b.yaml': document('b', 'a') });
  expect(findings).toEqual([]);
  const [a, b] = contracts.documents;
  expect(a?.channels.map(({ definedBy }) => definedBy)).toEqual(['a', 'b']);
  expect(a?.channels[0]).toBe(b?.channels[1]);
  expect(a?.operations[0]?.messages[0]).toBe(b?.channels[0]?.messages[0]);
});

test('a recursive schema contains itself', async () => {
  const { contracts, findings } = await load({
    'a.yaml': documentWith("type: object\nproperties:\n  next: { $ref: '#/components/messages/Done/payload' }"),
  });
  expect(findings).toEqual([]);
  const payload = contracts.documents[0]?.channels[0]?.messages[0]?.payload;
  expect(payload?.properties[0]?.schema).toBe(payload);
});

test('a schema knows where it is defined, and a property where its name stands', async () => {
  const { contracts } = await load({
    'a.yaml': documentWith("type: object\nproperties:\n  total: { $ref: './shared/money.yaml#/Money' }"),
    'shared/money.yaml': '# amounts\nMoney:\n  type: integer\n',
  });
  const property = contracts.documents[0]?.channels[0]?.messages[0]?.payload?.properties[0];
  expect(property?.range).toMatchObject({ line: 16, column: 11, endColumn: 16 });
  expect(property?.schema).toMatchObject({ name: 'Money', id: `${folder}/shared/money.yaml#/Money` });
  expect(property?.schema.range).toMatchObject({ file: `${folder}/shared/money.yaml`, line: 3, column: 3 });
});

test.each([
  ['a YAML error', 'asyncapi: 3.0.0\ninfo: { title: a\nchannels: {}\n', ['a.yaml:2:7 yaml-syntax']],
  [
    'a YAML error that the rest of the file stumbles over',
    'asyncapi: 3.0.0\nchannels: [\n  a: b\n  c: d\n  e: f\n',
    ['a.yaml:3:6 yaml-syntax'],
  ],
  ['a key twice', 'asyncapi: 3.0.0\ninfo: {}\ninfo: {}\n', ['a.yaml:3:1 yaml-syntax']],
  ['an empty file', '', ['a.yaml:1:1 yaml-syntax']],
  ['two documents', 'asyncapi: 3.0.0\n---\nasyncapi: 3.0.0\n', ['a.yaml:2:1 yaml-syntax']],
  ['an alias in itself', 'asyncapi: 3.0.0\ninfo: &a { b: *a }\n', ['a.yaml:2:15 yaml-syntax']],
  ['AsyncAPI 4', 'asyncapi: 4.0.0\ninfo: {}\n', ['a.yaml:1:11 asyncapi-version']],
  ['no AsyncAPI', 'openapi: 3.1.0\n', ['a.yaml:1:1 asyncapi-version']],
  ['a list', '- a\n', ['a.yaml:1:1 asyncapi-version']],
  ['a file that is not there', documentWith('$ref: ./b.yaml#/B'), ['a.yaml:14:15 unresolved-reference']],
  ['a name that is not there', documentWith("$ref: '#/components/schemas/B'"), ['a.yaml:14:15 unresolved-reference']],
  ['a circle', documentWith("$ref: '#/components/messages/Done/payload'"), ['a.yaml:14:15 unresolved-reference']],
  ['a reference that is no text', documentWith('$ref: [1]'), ['a.yaml:14:15 unresolved-reference']],
  [
    'a keyword beside a reference',
    documentWith("type: object\nproperties:\n  a: { $ref: '#/components/messages/Done/payload', minLength: 1 }"),
    ['a.yaml:16:60 reference-sibling'],
  ],
  ['an unknown keyword', documentWith('type: object\nnullable: true'), ['a.yaml:15:9 unknown-keyword']],
  ['an unknown type', documentWith('type: text'), ['a.yaml:14:15 schema-shape']],
  ['an unknown format', documentWith('type: string\nformat: phone'), ['a.yaml:15:17 unknown-format']],
  ['a pattern that is none', documentWith("type: string\npattern: '('"), ['a.yaml:15:18 schema-shape']],
  ['a limit that is no number', documentWith('type: string\nmaxLength: many'), ['a.yaml:15:20 schema-shape']],
  ['a schema format', documentWith('schemaFormat: avro\nschema: {}'), ['a.yaml:14:23 schema-format']],
  ['a payload that is a text', documentWith('text'), ['a.yaml:14:9 schema-shape']],
])('%s is a finding at its place', async (_what, text, expected) => {
  const loaded = await load({ 'a.yaml': text });
  expect(placesOf(loaded)).toEqual(expected);
});

test('an operation with a wrong action, without a channel or with a strange message is a finding at its place', async () => {
  const loaded = await load({
    'a.yaml': `asyncapi: 3.0.0
info: { title: a, version: 1.0.0 }
channels:
  one: { address: one, messages: { a: { $ref: '#/components/messages/A' } } }
operations:
  first: { action: publish, channel: { $ref: '#/channels/one' } }
  second: { action: send }
  third: { action: send, channel: { $ref: '#/channels/one' }, messages: [{ $ref: '#/components/messages/B' }] }
  fourth: { action: send, channel: { $ref: '#/channels/two' }, reply: {} }
components:
  messages:
    A: { payload: { type: object } }
    B: { payload: { type: object } }
`,
  });
  expect(placesOf(loaded)).toEqual([
    'a.yaml:6:20 operation-action',
    'a.yaml:7:3 operation-channel',
    'a.yaml:8:74 operation-message',
    'a.yaml:9:44 unresolved-reference',
  ]);
});

test('aliases that multiply are refused instead of filling the memory', async () => {
  const lines = Array.from({ length: 30 }, (_value, index) => `a${index + 1}: &a${index + 1} [*a${index}, *a${index}]`);
  const loaded = await load({ 'a.yaml': `a0: &a0 x\n${lines.join('\n')}\n` });
  expect(loaded.findings.map(({ rule }) => rule)).toContain('yaml-syntax');
});

test('a folder without a document is told from an empty contract', async () => {
  await expect(loadContracts(folder)).rejects.toThrow('no *.yaml in it. Give the folder that holds');
  await expect(loadContracts(join(folder, 'nowhere'))).rejects.toThrow('there is no such folder or file');
});
