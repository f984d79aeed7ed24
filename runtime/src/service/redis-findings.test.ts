import { redisFindings } from './redis-findings.js';

const good = { version: '7.0.15', usedBytes: 1, maxBytes: 0, evictionPolicy: 'noeviction', isAppendOnly: true };

test('a Redis that is set up well costs nothing', () => {
  expect(redisFindings(good)).toEqual([]);
  expect(redisFindings({ ...good, version: '10.0.0' })).toEqual([]);
});

test.each([
  [{ version: '6.2.14' }, 'redis_version', 'warning'],
  [{ version: 'unknown' }, 'redis_version', 'warning'],
  [{ evictionPolicy: 'allkeys-lru' }, 'maxmemory-policy', 'error'],
  [{ isAppendOnly: false }, 'appendonly', 'warning'],
])('%j is found, with what it costs and what to do', (changed, subject, severity) => {
  expect(redisFindings({ ...good, ...changed })).toMatchObject([
    { subject, severity, costs: expect.stringMatching(/\w+/), remedy: expect.stringMatching(/\w+/) },
  ]);
});
