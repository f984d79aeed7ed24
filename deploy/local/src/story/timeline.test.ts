import { stripVTControlCharacters } from 'node:util';
import type { StoredEvent } from './event-log.js';
import { Customer } from './shop-client.js';
import type { Story } from './story.js';
import { renderChecks, renderTimeline } from './timeline.js';

const customer = new Customer('Ada', {
  urls: { users: '', orders: '', notifications: '' },
  onRequest: () => undefined,
});
customer.userId = 'u-1';

const orderEvent = (of: Pick<StoredEvent, 'id' | 'type' | 'at' | 'causationId'>): StoredEvent => ({
  ...of,
  stream: 'orders-stream.1',
  entryId: '1-1',
  data: { userId: 'u-1', orderId: 'o-1' },
});

const story: Story = {
  startedAt: 1_000,
  customers: [customer],
  orders: [{ label: 'order 1', orderId: 'o-1', customer, amountMinor: 100 }],
  requests: [{ startedAt: 1_000, tookMs: 12.3, what: 'POST /orders', who: 'Ada', status: 201 }],
  events: [
    orderEvent({ id: 'e-2', type: 'ORDER_CONFIRMED', at: 1_040, causationId: 'e-1' }),
    orderEvent({ id: 'e-1', type: 'ORDER_PLACED', at: 1_010, causationId: undefined }),
  ],
  mails: [{ arrivedAt: new Date(1_090), to: customer.email, subject: 'Confirmed', messageId: '<n@x>', eventId: 'e-2' }],
  checks: [],
};

test('a timeline is in the order of time and says how long after its cause each thing happened', () => {
  expect(renderTimeline(story).map(stripVTControlCharacters)).toEqual([
    'time        what             about         latency                      id of the event',
    '0.000 s  →  POST /orders     Ada           201 in 12 ms',
    '0.010 s  •  ORDER_PLACED     Ada, order 1                               e-1',
    '0.040 s  •  ORDER_CONFIRMED  Ada, order 1  30 ms after ORDER_PLACED     e-2',
    '0.090 s  ✉  "Confirmed"      Ada           50 ms after ORDER_CONFIRMED  e-2',
  ]);
});

test('a check that is not true says what was seen instead', () => {
  const checks = [{ sentence: 'order 1 is confirmed', isTrue: false, got: 'pending (wanted confirmed)' }];
  expect(renderChecks(checks).map(stripVTControlCharacters)).toEqual([
    '✗ order 1 is confirmed: pending (wanted confirmed)',
  ]);
});
