import { loaded, placesOf } from '../testing/loaded.js';

const document = `asyncapi: 3.1.0
info: { title: a, version: 1.0.0 }
channels:
  requests: { address: null, messages: { ask: { $ref: '#/components/messages/Ask' } } }
  replies: { $ref: './shared.yaml#/replies' }
operations:
  ask:
    action: send
    channel: { $ref: '#/channels/requests' }
    traits: [{ $ref: '#/components/operationTraits/Described' }]
    reply: { channel: { $ref: '#/channels/replies' } }
components:
  operationTraits:
    Described: { description: Asks., summary: Not used. }
  messages:
    Ask:
      summary: Own.
      traits: [{ summary: Of the trait., headers: { type: object } }]
      payload: { type: string, nullable: true, format: phone, pattern: '^[\\w\\-]\\-\\_$' }
`;
const shared = 'replies: { address: replies, messages: { answer: { payload: true } } }';

test('documents of others are taken as they are, with warnings for what is not checked', async () => {
  const any = await loaded({ 'a.yaml': document, 'shared.yaml': shared }, { profile: 'any' });
  expect(placesOf(any)).toEqual(['a.yaml:19:32 unknown-keyword', 'a.yaml:19:56 unknown-format']);
  expect(any.findings.map(({ severity }) => severity)).toEqual(['warning', 'warning']);
  expect(any.contracts.documents.map(({ service }) => service)).toEqual(['a']);
});

test('a channel without an address has its key, and one from a file beside the documents belongs to who uses it', async () => {
  const { contracts } = await loaded({ 'a.yaml': document, 'shared.yaml': shared }, { profile: 'any' });
  const channels = contracts.documents[0]?.channels.map(({ address, definedBy }) => [address, definedBy]);
  expect(channels).toEqual([
    ['requests', 'a'],
    ['replies', 'a'],
  ]);
});

test('whoever sends a request receives the reply', async () => {
  const { contracts } = await loaded({ 'a.yaml': document, 'shared.yaml': shared }, { profile: 'any' });
  const operations = contracts.documents[0]?.operations.map(({ key, action, channel }) => [key, action, channel.key]);
  expect(operations).toEqual([
    ['ask', 'send', 'requests'],
    ['askReply', 'receive', 'replies'],
  ]);
});

test('traits fill in what an object does not say itself', async () => {
  const { contracts } = await loaded({ 'a.yaml': document, 'shared.yaml': shared }, { profile: 'any' });
  const [operation] = contracts.documents[0]?.operations ?? [];
  expect(operation?.description).toBe('Asks.');
  expect(operation?.messages[0]).toMatchObject({ summary: 'Own.', headers: { types: ['object'] } });
});

test('a pattern with needless backslashes means the same without them', async () => {
  const { contracts } = await loaded({ 'a.yaml': document, 'shared.yaml': shared }, { profile: 'any' });
  const payload = contracts.documents[0]?.channels[0]?.messages[0]?.payload;
  expect(payload?.keywords.find(({ name }) => name === 'pattern')?.value).toEqual({
    kind: 'value',
    json: '^[\\w\\-]-_$',
  });
});

test('the same documents are full of errors where they are meant for us', async () => {
  const { findings } = await loaded({ 'a.yaml': document, 'shared.yaml': shared }, { input: 'a.yaml' });
  expect(new Set(findings.map(({ severity }) => severity))).toEqual(new Set(['error']));
});
