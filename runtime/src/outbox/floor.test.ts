import { confirmedId, floorAfterLoss, nextFloor, retirableBeforeMs } from './floor.js';

const group = { name: 'ledger-service', pending: 0 };

test('a group has confirmed what was delivered, or what lies before the first entry that a foreign reader left', () => {
  expect(confirmedId({ ...group, lastDeliveredId: '50-7' })).toBe('50-7');
  expect(confirmedId({ ...group, lastDeliveredId: '50-7', pending: 2, lowestPendingId: '40-3' })).toBe('40-2');
  expect(confirmedId({ ...group, lastDeliveredId: '50-7', pending: 1, lowestPendingId: '40-0' })).toBe(
    '39-18446744073709551615',
  );
  // SETID back to before what is pending: the position counts.
  expect(confirmedId({ ...group, lastDeliveredId: '30-1', pending: 1, lowestPendingId: '40-3' })).toBe('30-1');
});

const progress = { floorId: '10-1', assignedId: '90-9', confirmedIds: ['60-6', '40-4'] };

test('a floor rises to the slowest group, to the age that may go, and never falls', () => {
  expect(nextFloor(progress, 100)).toBe('40-4');
  expect(nextFloor(progress, 30)).toBe('30-0');
  expect(nextFloor(progress, 5)).toBe('10-1');
  expect(nextFloor({ ...progress, confirmedIds: [...progress.confirmedIds, '0-0'] }, 100)).toBe('10-1');
});

test('without groups only the age counts, and nothing above the last entry', () => {
  expect(nextFloor({ ...progress, confirmedIds: [] }, 70)).toBe('70-0');
  expect(nextFloor({ ...progress, confirmedIds: [] }, 700)).toBe('90-9');
});

test('a stream that is gone begins again at the slowest group; without groups all of it comes back', () => {
  expect(floorAfterLoss(progress)).toBe('40-4');
  expect(floorAfterLoss({ ...progress, confirmedIds: ['5-0'] })).toBe('10-1');
  expect(floorAfterLoss({ ...progress, confirmedIds: [] })).toBe('10-1');
});

test('windows go once every partition is past them; one that is wholly confirmed holds nobody up', () => {
  const done = { floorId: '7-1', assignedId: '7-1', confirmedIds: ['7-1'] };
  expect(retirableBeforeMs([progress, done, { ...progress, floorId: '25-3' }])).toBe(10);
  expect(retirableBeforeMs([done])).toBeUndefined();
});
