import type { CompatibilityMode } from '../../model/compatibility.js';
import type { Channel, ContractSet } from '../../model/contract.js';
import type { Baseline } from '../../releases/release.js';
import { directionsAgainst } from './releases-that-count.js';
import { defaultSettings, type PolicySettings } from './settings.js';

const day = 86_400_000;

// Only what the policy asks of a channel.
const channel = { key: 'orders', address: 'orders-stream', definedBy: 'order-service', retention: 'P7D' } as Channel;
const contractsWith = (retention: string): ContractSet =>
  ({ documents: [{ channels: [{ ...channel, retention }] }] }) as unknown as ContractSet;

const baseline = (name: string, released: string, more: Partial<Baseline & { retention: string }> = {}): Baseline => ({
  name,
  released,
  contracts: contractsWith(more.retention ?? 'P7D'),
  isRetired: more.isRetired ?? false,
});

const three = [baseline('a', '2026-01-01'), baseline('b', '2026-02-01'), baseline('c', '2026-03-01')];

/** `a:both b:backward`: each release that counts. */
const counted = (
  now: string,
  settings: Partial<PolicySettings> = {},
  { mode = 'ROLLING', baselines = three }: { mode?: CompatibilityMode; baselines?: readonly Baseline[] } = {},
): string =>
  baselines
    .flatMap((one) => {
      const history = {
        baselines,
        current: { name: 'current', contracts: contractsWith('P7D') },
        settings: { ...defaultSettings, ...settings },
        now: new Date(now),
      };
      const directions = directionsAgainst(one, { channel, mode }, history);
      if (directions.size === 0) return [];
      return `${one.name}:${directions.size === 2 ? 'both' : [...directions].join('')}`;
    })
    .join(' ');

test('without a window for dead letters the events of every release may come back, and only the last one runs', () => {
  expect(counted('2029-01-01')).toBe('a:backward b:backward c:both');
});

test('a retired release counts for nothing', () => {
  const retired = baseline('a', '2026-01-01', { isRetired: true });
  expect(counted('2029-01-01', {}, { baselines: [retired, ...three.slice(1)] })).toBe('b:backward c:both');
});

test('events of a release may be stored until the rollout of its successor, the retention and the window are over', () => {
  // b followed on 1 February, any time that day: 2 + 7 + 7 + 10 days later nothing of a is left.
  const settings = { deadLetterWindowMs: 10 * day };
  const baselines = three.slice(0, 2);
  expect(counted('2026-02-25T23:59:59Z', settings, { baselines })).toBe('a:backward b:both');
  expect(counted('2026-02-26T00:00:00Z', settings, { baselines })).toBe('b:both');
});

test('the longest retention that any release gave the channel counts', () => {
  const longer = [baseline('a', '2026-01-01', { retention: 'P30D' }), ...three.slice(1)];
  expect(counted('2026-03-10', { deadLetterWindowMs: 0 }, { baselines: longer })).toBe('a:backward b:backward c:both');
  expect(counted('2026-03-10', { deadLetterWindowMs: 0 })).toBe('b:backward c:both');
  // Years have no length: nobody knows when the events are gone.
  const unknown = [baseline('a', '2026-01-01', { retention: 'P1Y' }), ...three.slice(1)];
  expect(counted('2029-01-01', { deadLetterWindowMs: 0 }, { baselines: unknown })).toBe('a:backward b:backward c:both');
});

test('services of a release may run while its successor is rolled out', () => {
  expect(counted('2026-03-08T23:59:59Z')).toBe('a:backward b:both c:both');
  expect(counted('2026-03-09T00:00:00Z')).toBe('a:backward b:backward c:both');
  expect(counted('2026-03-03', { rolloutWindowMs: 0 })).toBe('a:backward b:backward c:both');
});

test('what is said to be deployed is what runs', () => {
  expect(counted('2029-01-01', { deployed: ['a', 'c'] })).toBe('a:both b:backward c:both');
  expect(counted('2029-01-01', { deployed: [] })).toBe('a:backward b:backward c:backward');
});

test.each<[CompatibilityMode, string]>([
  ['NONE', ''],
  ['BACKWARD', 'c:backward'],
  ['FORWARD', 'c:forward'],
  ['FULL', 'c:both'],
  ['BACKWARD_TRANSITIVE', 'a:backward b:backward c:backward'],
  ['FORWARD_TRANSITIVE', 'a:forward b:forward c:forward'],
  ['FULL_TRANSITIVE', 'a:both b:both c:both'],
])('%s is held against %s', (mode, expected) => {
  expect(counted('2029-01-01', {}, { mode })).toBe(expected);
});
