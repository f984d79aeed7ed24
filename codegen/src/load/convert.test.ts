import { loaded, placesOf } from '../testing/loaded.js';
import { convertDocument } from './convert.js';

const document = `asyncapi: 2.6.0
info: { title: Lights, version: 1.0.0 }
channels:
  light/{id}/measured:
    description: What lamps measure.
    parameters:
      id: { description: Number of the lamp., schema: { type: string, enum: [a, b] } }
    publish:
      operationId: onMeasured
      message: { $ref: '#/components/messages/Measured' }
    subscribe:
      message:
        oneOf:
          - name: turnOn
            payload: { type: object, properties: { at: { type: string, format: date-time } } }
          - name: turnOn
            payload: { type: object, properties: { level: { type: integer } } }
components:
  messages:
    Measured:
      messageId: measured
      schemaFormat: application/vnd.apache.avro;version=1.9.0
      payload: { type: record }
`;

test('a document of version 2 has the channels, operations and messages of version 3', async () => {
  const { contracts } = await loaded({ 'lights.yaml': document }, { profile: 'any' });
  const [lights] = contracts.documents;
  expect(lights?.channels).toMatchObject([
    { key: 'light/{id}/measured', address: 'light/{id}/measured', definedBy: 'lights' },
  ]);
  const operations = lights?.operations.map(({ key, action, messages }) => [
    key,
    action,
    messages.map(({ name }) => name),
  ]);
  expect(operations).toEqual([
    ['onMeasured', 'receive', ['Measured']],
    ['send light/{id}/measured', 'send', ['turnOn', 'turnOn']],
  ]);
  expect(lights?.channels[0]?.messages).toHaveLength(3);
});

test('what stands in the converted document is found where it was written', async () => {
  const { contracts } = await loaded({ 'lights.yaml': document }, { profile: 'any' });
  const messages = contracts.documents[0]?.channels[0]?.messages ?? [];
  expect(messages.map(({ range }) => range.line)).toEqual([21, 14, 16]);
  expect(messages[1]?.payload?.properties[0]?.range).toMatchObject({ line: 15, column: 52 });
});

test('each loss is a warning at its place, and what only moved is none', async () => {
  const lights = await loaded({ 'lights.yaml': document }, { profile: 'any' });
  expect(placesOf(lights).toSorted()).toEqual(['lights.yaml:23:16 schema-format', 'lights.yaml:7:63 conversion-loss']);
  const loss = lights.findings.find(({ rule }) => rule === 'conversion-loss');
  expect(loss).toMatchObject({
    severity: 'warning',
    message: '"type" has no place in AsyncAPI 3 and is left out: "string".',
  });
});

test('a document that cannot be converted says why', async () => {
  const broken = 'asyncapi: 2.6.0\ninfo: {}\nservers: { a: { protocol: amqp } }\nchannels: {}\n';
  const { findings } = await loaded({ 'a.yaml': broken });
  expect(findings).toMatchObject([
    {
      rule: 'conversion',
      severity: 'error',
      line: 1,
      column: 11,
      message: expect.stringContaining('cannot be converted'),
    },
  ]);
});

test('the text that migrate writes is a document of version 3', async () => {
  const { text = '', findings } = await convertDocument({ file: 'lights.yaml', text: document });
  expect(text).toMatch(/^asyncapi: 3\.0\.0\n/);
  expect(findings).toHaveLength(1);
  const again = await loaded({ 'lights.yaml': text }, { profile: 'any' });
  expect(again.contracts.documents[0]?.operations.map(({ key }) => key)).toEqual([
    'onMeasured',
    'send light/{id}/measured',
  ]);
});
