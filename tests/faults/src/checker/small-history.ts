/** A history in which everything is well, to be changed by a test: two accounts, three changes, and two orders that ended. */
import type { Commit, Effect, History } from '../history.js';

export const commit = (
  fields: Pick<Commit, 'id' | 'stream' | 'type' | 'key' | 'version'> & Partial<Commit>,
): Commit => ({
  service: 'account-service',
  at: 1_000,
  ...fields,
});

const change = (id: string, key: string, version: number): Commit =>
  commit({ id, stream: 'accounts-stream', type: 'BALANCE_CHANGED', key, version });

const step = (id: string, type: string, orderId: string, version: number): Commit =>
  commit({
    id,
    service: type.startsWith('ORDER') ? 'order-service' : 'user-service',
    stream: type.startsWith('ORDER') ? 'orders-stream' : 'users-stream',
    type,
    key: orderId,
    version,
    orderId,
  });

const commits: readonly Commit[] = [
  change('e-1', 'ada', 1),
  change('e-2', 'ada', 2),
  change('e-3', 'bob', 1),
  step('o-1', 'ORDER_PLACED', 'confirmed', 1),
  step('o-2', 'CREDIT_RESERVED', 'confirmed', 1),
  step('o-3', 'ORDER_PLACED', 'cancelled', 2),
  step('o-4', 'CREDIT_RESERVED', 'cancelled', 2),
  step('o-5', 'ORDER_CANCELLED', 'cancelled', 3),
  step('o-6', 'CREDIT_RELEASED', 'cancelled', 3),
];

export const effect = (of: Commit, group: string, ordinal: number): Effect => ({
  eventId: of.id,
  group,
  stream: of.stream,
  key: of.key,
  type: of.type,
  ordinal,
  instance: 'consumers-1/1',
  attempt: 1,
  at: 2_000,
});

const groupOf = ({ stream }: Commit): string =>
  ({ 'accounts-stream': 'ledger-service', 'orders-stream': 'user-service' })[stream] ?? 'order-service';

export const wellHistory = (): History => ({
  subscriptions: [
    { group: 'ledger-service', stream: 'accounts-stream', types: ['BALANCE_CHANGED'] },
    { group: 'user-service', stream: 'orders-stream', types: ['ORDER_PLACED', 'ORDER_REJECTED', 'ORDER_CANCELLED'] },
    {
      group: 'order-service',
      stream: 'users-stream',
      types: ['CREDIT_RESERVED', 'CREDIT_REJECTED', 'CREDIT_RELEASED'],
    },
  ],
  commits,
  acknowledged: { eventIds: ['e-1'], orderIds: ['confirmed'], cancelledOrderIds: ['cancelled'] },
  effects: commits.map((one, index) => effect(one, groupOf(one), index + 1)),
  unfinished: [],
  entryConflicts: [],
  orders: [
    { orderId: 'confirmed', userId: 'u-1', status: 'confirmed', totalMinor: 300 },
    { orderId: 'cancelled', userId: 'u-1', status: 'cancelled', totalMinor: 200 },
  ],
  reservations: [
    { orderId: 'confirmed', userId: 'u-1', amountMinor: 300, state: 'reserved' },
    { orderId: 'cancelled', userId: 'u-1', amountMinor: 200, state: 'released' },
  ],
  credit: [{ userId: 'u-1', reservedMinor: 300 }],
  undone: [],
  restored: [],
  ownerships: [],
  crashes: [],
  drainMs: 100,
  isMoving: false,
});
