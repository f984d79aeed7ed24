import { loaded } from '../testing/loaded.js';
import { personalPaths } from './personal-paths.js';

const pathsOf = async (payload: object, schemas: object = {}): Promise<readonly string[]> => {
  const document = {
    asyncapi: '3.0.0',
    info: { title: 'People', version: '1.0.0' },
    channels: {
      people: {
        address: 'people-stream',
        messages: { born: { name: 'PERSON_BORN', 'x-key': 'id', payload: { type: 'object', ...payload } } },
      },
    },
    operations: { publish: { action: 'send', channel: { $ref: '#/channels/people' } } },
    components: { schemas },
  };
  const { contracts } = await loaded({ 'person-service.yaml': JSON.stringify(document) }, { profile: 'any' });
  return personalPaths(contracts.documents[0]?.channels[0]?.messages[0]?.payload);
};
const personal = { type: 'string', 'x-pii': true };

test('nothing is personal where nothing says so', async () => {
  expect(await pathsOf({ properties: { id: { type: 'string' } } })).toEqual([]);
});

test('properties, items of lists, values of maps, and all that is below a marked one', async () => {
  const list = {
    type: 'array',
    items: { type: 'object', properties: { street: personal, country: { type: 'string' } } },
  };
  expect(
    await pathsOf({
      properties: {
        id: { type: 'string' },
        'a/b~c': personal,
        name: { type: 'object', 'x-pii': true, properties: { first: personal } },
        addresses: list,
        phones: { type: 'object', additionalProperties: personal },
      },
    }),
  ).toEqual(['/addresses/*/street', '/a~1b~0c', '/name', '/phones/*']);
});

test('what only one of several alternatives says counts', async () => {
  expect(
    await pathsOf({
      properties: { id: { type: 'string' } },
      oneOf: [{ properties: { email: personal } }, { properties: { phone: personal } }],
      if: { properties: { id: { const: 'x' } } },
      else: { properties: { note: personal } },
    }),
  ).toEqual(['/email', '/note', '/phone']);
});

test('a schema that contains itself is personal as a whole from its first return on', async () => {
  const person = {
    type: 'object',
    properties: { name: personal, parent: { $ref: '#/components/schemas/Person' } },
  };
  expect(await pathsOf({ properties: { child: { $ref: '#/components/schemas/Person' } } }, { Person: person })).toEqual(
    ['/child/name', '/child/parent'],
  );
});

test('a mark beside a reference counts for that property only', async () => {
  const reference = { $ref: '#/components/schemas/Text' };
  expect(
    await pathsOf(
      { properties: { secret: { ...reference, 'x-pii': true }, open: reference } },
      { Text: { type: 'string' } },
    ),
  ).toEqual(['/secret']);
});
