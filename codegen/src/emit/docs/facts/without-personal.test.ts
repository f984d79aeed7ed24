import { loaded } from '../../../testing/loaded.js';
import { withoutPersonal } from './without-personal.js';

const personal = { type: 'string', 'x-pii': true };
const document = {
  asyncapi: '3.0.0',
  info: { title: 'People', version: '1.0.0' },
  channels: {
    people: {
      address: 'people-stream',
      messages: {
        born: {
          name: 'PERSON_BORN',
          'x-key': 'id',
          payload: {
            type: 'object',
            properties: {
              id: { type: 'string' },
              name: { type: 'object', 'x-pii': true },
              phones: { type: 'array', items: personal },
            },
          },
          examples: [
            {
              name: 'one',
              payload: { id: 'p-1', name: { first: 'Ada', born: 1815, isKnown: true }, phones: ['1', '2'] },
            },
          ],
        },
      },
    },
  },
  operations: { publish: { action: 'send', channel: { $ref: '#/channels/people' } } },
};

test('an example keeps its shape and loses what is personal', async () => {
  const { contracts } = await loaded({ 'person-service.yaml': JSON.stringify(document) }, { profile: 'any' });
  const message = contracts.documents[0]?.channels[0]?.messages[0];
  const [example] = message?.examples ?? [];
  if (message === undefined || example === undefined) throw new Error('The document was not read.');
  expect(withoutPersonal(message, example)).toMatchObject({
    name: 'one',
    payload: {
      id: 'p-1',
      name: { first: '[personal]', born: 0, isKnown: true },
      phones: ['[personal]', '[personal]'],
    },
  });
});
