import { decodeEntry } from './decode-entry.js';

const id = '0192f1de-58e7-7bd5-9a4e-5f6f3a2b1c0d';
const fields = ['id', id, 'type', 'ORDER_PLACED', 'timestamp', '2026-01-01T00:00:00.000Z', 'aggregateId', 'o-1'];

describe('decoding an entry', () => {
  test('gives the event, with the optional fields that are there', () => {
    const entry = decodeEntry('orders-stream', '5-1', [...fields, 'data', '{"orderId":"o-1"}', 'correlationId', 'c-1']);
    expect(entry).toEqual({
      entryId: '5-1',
      event: {
        id,
        type: 'ORDER_PLACED',
        timestamp: '2026-01-01T00:00:00.000Z',
        aggregateId: 'o-1',
        data: { orderId: 'o-1' },
        correlationId: 'c-1',
      },
    });
  });

  test.each([
    ['is missing', fields, 'field "data" is missing'],
    ['is not JSON', [...fields, 'data', '{'], 'field "data" is not JSON'],
    ['is no object', [...fields, 'data', '7'], 'field "data" is not a JSON object'],
  ])('says that data %s', (_, given, problem) => {
    expect(decodeEntry('orders-stream', '5-1', given).defect?.message).toContain(problem);
  });

  test('gives an entry without a usable id the same identity at every delivery', () => {
    const given = ['id', '17', ...fields.slice(2), 'data', '{}'];
    const first = decodeEntry('orders-stream', '5-1', given);
    expect(first.defect?.message).toContain('field "id" is "17", not a UUID');
    expect(decodeEntry('orders-stream', '5-1', given).event.id).toBe(first.event.id);
    expect(decodeEntry('orders-stream', '5-2', given).event.id).not.toBe(first.event.id);
  });
});
