/** Every kind of violation, in a history that is well but for that. */
import type { History, Unfinished } from '../history.js';
import { check, isBrokenForGood } from './check.js';
import { outstanding } from './drained.js';
import { commit, effect, wellHistory } from './small-history.js';

const well = wellHistory();

/** The properties that a changed history breaks, each once, and what is said of them. */
const found = (changes: Partial<History>): { properties: string; sentences: string } => {
  const violations = check({ ...well, ...changes });
  return {
    properties: [...new Set(violations.map(({ property }) => property))].toSorted().join(''),
    sentences: violations.map(({ sentence }) => sentence).join('\n'),
  };
};

const without = (eventId: string): History['effects'] => well.effects.filter((one) => one.eventId !== eventId);
const kept = (eventId: string, fields: Partial<Unfinished> = {}): Unfinished => ({
  eventId,
  group: 'ledger-service',
  state: 'dead',
  key: 'ada',
  stream: 'accounts-stream',
  isHeld: true,
  ...fields,
});
const change = (eventId: string, changes: object): History['effects'] =>
  well.effects.map((one) => (one.eventId === eventId ? { ...one, ...changes } : one));
const orders = (changes: object): Partial<History> => ({
  orders: well.orders.map((order) => (order.orderId === 'confirmed' ? { ...order, ...changes } : order)),
});
const reservation = (orderId: string, changes: object): Partial<History> => ({
  reservations: well.reservations.map((one) => (one.orderId === orderId ? { ...one, ...changes } : one)),
});
const doubled = (id: string): Partial<History> => {
  const again = well.commits.filter((one) => one.id === id).map((one) => ({ ...one, id: `${id}-again`, version: 9 }));
  return {
    commits: [...well.commits, ...again],
    effects: [...well.effects, ...again.map((one) => effect(one, groupOf(one.type), 100))],
  };
};
const groupOf = (type: string): string => (type.startsWith('ORDER') ? 'user-service' : 'order-service');

test('finds nothing where everything is well', () => {
  expect(check(well)).toEqual([]);
  expect(outstanding(well)).toEqual([]);
});

describe('A', () => {
  test('an event without effect is lost', () => {
    expect(found({ effects: without('e-3') })).toEqual({
      properties: 'A',
      sentences: expect.stringContaining('BALANCE_CHANGED 1 of bob (event e-3) was lost by ledger-service') as string,
    });
  });

  test('an event with two effects is doubled, whoever made them', () => {
    const again = well.effects.filter(({ eventId }) => eventId === 'e-3');
    const effects = [...well.effects, ...again.map((one) => ({ ...one, ordinal: 50, instance: 'consumers-2/7' }))];
    expect(found({ effects }).properties).toBe('A');
  });

  test('an event with an effect may not be unfinished as well, and only once', () => {
    expect(found({ unfinished: [kept('e-1')] }).properties).toBe('A');
    expect(found({ effects: without('e-3'), unfinished: [kept('e-3'), kept('e-3')] }).properties).toBe('A');
  });

  test.each(['dead', 'waiting', 'retrying'] as const)('an event may be %s instead of having an effect', (state) => {
    expect(found({ effects: without('e-3'), unfinished: [kept('e-3', { state })] }).properties).toBe('');
  });
});

describe('B', () => {
  const never = commit({ id: 'never', stream: 'accounts-stream', type: 'BALANCE_CHANGED', key: 'ada', version: 3 });

  test('an effect, or an inbox row, of an event that was rolled back', () => {
    expect(found({ effects: [...well.effects, effect(never, 'ledger-service', 90)] }).properties).toBe('B');
    expect(found({ unfinished: [kept('never')] }).properties).toBe('B');
  });

  test('an effect that took an event for another one', () => {
    expect(found({ effects: change('e-3', { key: 'eve' }) }).properties).toBe('B');
  });

  test('what was acknowledged is gone', () => {
    const { acknowledged } = well;
    expect(found({ acknowledged: { ...acknowledged, eventIds: ['gone'] } }).properties).toBe('B');
    expect(found({ acknowledged: { ...acknowledged, orderIds: ['gone'] } }).properties).toBe('B');
    expect(found({ acknowledged: { ...acknowledged, cancelledOrderIds: ['confirmed'] } }).properties).toBe('B');
  });

  test('an event that a restore took back may have had one effect, not two', () => {
    const once = { undone: [never], effects: [...well.effects, effect(never, 'ledger-service', 90)] };
    expect(found(once).properties).toBe('');
    expect(found({ undone: [never] }).properties).toBe('');
    expect(found({ ...once, effects: [...once.effects, effect(never, 'ledger-service', 91)] }).properties).toBe('B');
  });
});

describe('C', () => {
  test('effects of a key out of order', () => {
    expect(found({ effects: change('e-1', { ordinal: 60 }) })).toEqual({
      properties: 'C',
      sentences: expect.stringContaining('applied BALANCE_CHANGED 1 of ada after 2') as string,
    });
  });

  test('keys and groups have orders of their own', () => {
    expect(found({ effects: change('e-3', { ordinal: 0 }) }).properties).toBe('');
  });

  test('numbers that a restore took back count once more from there', () => {
    const undone = commit({ id: 'undone', stream: 'accounts-stream', type: 'BALANCE_CHANGED', key: 'bob', version: 9 });
    const effects = [...well.effects, effect(undone, 'ledger-service', 0)];
    expect(found({ undone: [undone], restored: ['account-service'], effects }).properties).toBe('');
  });
});

describe('D', () => {
  test('an order that does not end', () => {
    expect(found(orders({ status: 'pending' })).properties).toBe('D');
    expect(outstanding({ ...well, ...orders({ status: 'pending' }) })).toHaveLength(1);
  });

  test('a confirmed order without credit, or with another amount', () => {
    expect(found(reservation('confirmed', { state: 'released' })).properties).toBe('D');
    expect(found(orders({ totalMinor: 301 })).properties).toBe('D');
  });

  test('credit that is held for an order which has ended, or that nobody placed', () => {
    expect(found(reservation('cancelled', { state: 'reserved' })).properties).toBe('D');
    expect(
      found({
        orders: well.orders.filter(({ orderId }) => orderId !== 'confirmed'),
        acknowledged: { eventIds: [], orderIds: [], cancelledOrderIds: [] },
      }).properties,
    ).toBe('D');
  });

  test('an account whose sum is not that of its reservations', () => {
    expect(found({ credit: [{ userId: 'u-1', reservedMinor: 500 }] }).properties).toBe('D');
  });

  test.each(['o-1', 'o-4', 'o-5', 'o-6'])('step %s twice', (id) => {
    expect(found(doubled(id)).properties).toBe('D');
  });

  test('a compensation that is missing', () => {
    const changes = { commits: well.commits.filter(({ id }) => id !== 'o-6'), effects: without('o-6') };
    expect(found(changes).sentences).toContain('CREDIT_RELEASED was published 0 times, not 1');
  });

  test('an order that a restore touched is left out', () => {
    const undone = [
      commit({
        id: 'u',
        stream: 'orders-stream',
        type: 'ORDER_CANCELLED',
        key: 'confirmed',
        version: 9,
        orderId: 'confirmed',
      }),
    ];
    expect(found({ undone, ...orders({ status: 'pending' }) }).properties).toBe('');
  });
});

test('E: an entry id with two contents, and an event with two entry ids unless its database was restored', () => {
  const conflict = { stream: 's', entryId: '1-1', sentence: 'changed' };
  expect(found({ entryConflicts: [{ ...conflict, kind: 'content' }] }).properties).toBe('E');
  expect(found({ entryConflicts: [{ ...conflict, kind: 'entry-id' }] }).properties).toBe('E');
  const restored = ['account-service'];
  expect(found({ restored, entryConflicts: [{ ...conflict, kind: 'entry-id' }] }).properties).toBe('');
  expect(found({ restored, entryConflicts: [{ ...conflict, kind: 'content' }] }).properties).toBe('E');
});

test('F: what has not drained is named', () => {
  expect(
    found({
      drainMs: undefined,
      effects: without('e-3'),
      unfinished: [kept('e-3', { state: 'retrying', isHeld: false })],
    }),
  ).toEqual({ properties: 'F', sentences: expect.stringContaining('event e-3 of ada is retrying') as string });
});

test('F: what is still on its way when the bound is over is not said to be lost as well', () => {
  expect(found({ drainMs: undefined, isMoving: true, effects: without('e-3') })).toEqual({
    properties: 'F',
    sentences: expect.stringContaining(
      'BALANCE_CHANGED 1 of bob (event e-3) has not arrived in ledger-service',
    ) as string,
  });
  expect(found({ drainMs: undefined, isMoving: true, ...orders({ status: 'pending' }) }).properties).toBe('F');
});

test('F: what is missing although nothing arrives any more is lost', () => {
  expect(found({ drainMs: undefined, effects: without('e-3') }).properties).toBe('AF');
  expect(found({ drainMs: undefined, ...orders({ status: 'pending' }) }).properties).toBe('DF');
});

test('G: a partition that was taken from an instance which lives', () => {
  const ownership = { group: 'ledger-service', stream: 'accounts-stream', partition: 0 };
  expect(found({ ownerships: [{ ...ownership, owners: 2 }] }).properties).toBe('');
  expect(found({ ownerships: [{ ...ownership, owners: 3 }] }).properties).toBe('G');
});

test('X: a process that ended by itself', () => {
  expect(found({ crashes: ['Worker producers-1 ended by itself.'] }).properties).toBe('X');
});

test('while a run goes on, only what waiting cannot mend is broken for good', () => {
  const conflict = { kind: 'content', stream: 's', entryId: '1-1', sentence: 'changed' } as const;
  expect(isBrokenForGood(well)).toBe(false);
  expect(isBrokenForGood({ ...well, effects: without('e-1') })).toBe(false); // it may still come
  expect(isBrokenForGood({ ...well, effects: change('e-1', { ordinal: 60 }) })).toBe(true);
  expect(isBrokenForGood({ ...well, entryConflicts: [conflict] })).toBe(true);
});
