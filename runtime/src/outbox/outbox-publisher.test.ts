import type { ChannelDefinition, MessageDefinition, Validate } from '../contract/definitions.js';
import { ContractViolationError, MessageKeyError } from '../errors/errors.js';
import { runInMessageContext } from '../telemetry/message-context.js';
import { OutboxPublisher } from './outbox-publisher.js';

interface Placed {
  readonly orderId: string;
}

const channel: ChannelDefinition = {
  address: 'orders-stream',
  owner: 'order-service',
  partitions: 8,
  retentionMs: 1,
  groups: [],
};
const validate: Validate<Placed> = (data): data is Placed => {
  const valid = typeof data === 'object' && data !== null && 'orderId' in data;
  validate.errors = valid ? null : [{ instancePath: '', keyword: 'required', message: 'must have orderId' }];
  return valid;
};
const orderPlaced: MessageDefinition<'ORDER_PLACED', Placed> = {
  type: 'ORDER_PLACED',
  name: 'OrderPlaced',
  channel,
  key: 'orderId',
  schemaVersion: '1.2.0',
  validateWrite: validate,
  validateRead: validate,
};

/** Keeps the values of each insert. */
const recordingTransaction = () => {
  const inserts: unknown[][] = [];
  return {
    inserts,
    query: async (_sql: string, values: unknown[] = []) => {
      inserts.push(values);
    },
  };
};

const headersOf = (values: unknown[] | undefined): Record<string, string> =>
  JSON.parse(String(values?.[5])) as Record<string, string>;

describe('publishing', () => {
  test('continues the story of the message being handled', async () => {
    const transaction = recordingTransaction();
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await runInMessageContext({ correlationId: 'story', causationId: 'cause', traceparent }, async () =>
      new OutboxPublisher().publish(orderPlaced, { orderId: 'o-1' }, { transaction }),
    );

    const headers = headersOf(transaction.inserts[0]);
    expect(headers).toMatchObject({ correlationId: 'story', causationId: 'cause', schemaVersion: '1.2.0' });
    expect(headers['traceparent']).toMatch(/^00-0af7651916cd43dd8448eb211c80319c-(?!b7ad6b7169203331)[0-9a-f]{16}-01$/);
  });

  test('begins a story of its own where there is none', async () => {
    const transaction = recordingTransaction();
    const id = await new OutboxPublisher().publish(orderPlaced, { orderId: 'o-1' }, { transaction });
    expect(headersOf(transaction.inserts[0])).toMatchObject({ correlationId: id });
    expect(headersOf(transaction.inserts[0])).not.toHaveProperty('causationId');
  });

  test('a payload that breaks the contract is refused before anything is written', async () => {
    const transaction = recordingTransaction();
    const nothing = {} as Placed; // what a caller without type checks can do
    const publishing = new OutboxPublisher().publish(orderPlaced, nothing, { transaction });
    await expect(publishing).rejects.toThrow(ContractViolationError);
    await expect(publishing).rejects.toThrow('OrderPlaced breaks its contract: / must have orderId (required)');
    expect(transaction.inserts).toEqual([]);
  });

  test('a key that is empty is refused', async () => {
    const transaction = recordingTransaction();
    await expect(new OutboxPublisher().publish(orderPlaced, { orderId: '' }, { transaction })).rejects.toThrow(
      MessageKeyError,
    );
    expect(transaction.inserts).toEqual([]);
  });
});
