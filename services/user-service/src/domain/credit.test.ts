import { releaseCredit, reserveCredit, type CreditAccount, type Reservation } from './credit.js';

const account: CreditAccount = { userId: 'u-1', limitMinor: 1_000, reservedMinor: 300 };
const order = (amountMinor: number, currency = 'EUR') => ({
  orderId: 'o-1',
  userId: 'u-1',
  total: { amountMinor, currency },
});
const reservation = (state: Reservation['state']): Reservation => ({
  orderId: 'o-1',
  userId: 'u-1',
  amountMinor: 250,
  state,
});

test('reserves up to the last cent that is left', () => {
  expect(reserveCredit({ order: order(700), account, reservation: undefined })).toEqual({
    kind: 'reserved',
    account: { ...account, reservedMinor: 1_000 },
    reservation: { orderId: 'o-1', userId: 'u-1', amountMinor: 700, state: 'reserved' },
  });
});

test.each([
  ['one cent more than is left', order(701), account, 'INSUFFICIENT_CREDIT'],
  ['another currency', order(1, 'USD'), account, 'INSUFFICIENT_CREDIT'],
  ['nobody it knows', order(1), undefined, 'UNKNOWN_USER'],
])(
  'refuses %s and remembers that it did',
  (_what: string, given: ReturnType<typeof order>, holder: CreditAccount | undefined, reason: string) => {
    expect(reserveCredit({ order: given, account: holder, reservation: undefined })).toMatchObject({
      kind: 'rejected',
      reason,
      reservation: { state: 'refused' },
    });
  },
);

test('refuses a reservation that comes after the end of its order', () => {
  expect(reserveCredit({ order: order(1), account, reservation: reservation('released') })).toEqual({
    kind: 'rejected',
    reason: 'ORDER_ENDED',
  });
});

test.each(['reserved', 'refused'] as const)('does not answer an order twice that is %s', (state) => {
  expect(reserveCredit({ order: order(1), account, reservation: reservation(state) })).toEqual({
    kind: 'answered-before',
  });
});

test('gives back exactly what was reserved', () => {
  expect(releaseCredit({ order: order(0), account, reservation: reservation('reserved') })).toEqual({
    kind: 'released',
    amountMinor: 250,
    reservation: reservation('released'),
    account: { ...account, reservedMinor: 50 },
  });
});

test('gives nothing back for an order that was refused', () => {
  const decision = releaseCredit({
    order: { orderId: 'o-1', userId: 'u-1' },
    account,
    reservation: reservation('refused'),
  });
  expect(decision).toEqual({ kind: 'released', amountMinor: 0, reservation: reservation('released') });
});

test('leaves a tombstone for an order it has not seen placed', () => {
  const decision = releaseCredit({ order: { orderId: 'o-1', userId: 'u-1' }, account, reservation: undefined });
  expect(decision).toEqual({
    kind: 'released',
    amountMinor: 0,
    reservation: { orderId: 'o-1', userId: 'u-1', amountMinor: 0, state: 'released' },
  });
});

test('releases once', () => {
  expect(releaseCredit({ order: order(0), account, reservation: reservation('released') })).toEqual({
    kind: 'released-before',
  });
});
