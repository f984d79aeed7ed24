import { commit, effect } from '../checker/small-history.js';
import { drainTime } from './drain-time.js';

const event = (id: string, at: number) =>
  commit({ id, stream: 'accounts-stream', type: 'BALANCE_CHANGED', key: 'ada', version: 1, at });
const before = event('before', 900);
const after = event('after', 1_100);

test('lasts from healing to the last effect of what was committed before it', () => {
  const effects = [
    { ...effect(before, 'ledger-service', 1), at: 1_400 },
    { ...effect(after, 'ledger-service', 2), at: 5_000 },
  ];
  expect(drainTime({ commits: [before, after], effects }, 1_000)).toBe(400);
});

test('is nothing where everything had arrived before', () => {
  expect(drainTime({ commits: [before], effects: [{ ...effect(before, 'ledger-service', 1), at: 950 }] }, 1_000)).toBe(
    0,
  );
});
