import { parseCommandLine } from './command-line.js';
import { faults } from './faults/index.js';

test('runs each fault once without options, and its repetition with a seed and a name', () => {
  expect(parseCommandLine([])).toMatchObject({ kind: 'run', runs: faults.length, seed: 1 });
  expect(parseCommandLine(['--seed', '7', '--only', 'redis-flushall'])).toMatchObject({
    runs: 1,
    seed: 7,
    faults: ['redis-flushall'],
  });
});

test.each([
  [['--only', 'redis-flush'], 'There is no fault "redis-flush"'],
  [['--runs', '0'], '--runs takes a whole number from 1'],
  [['--seed', 'x'], '--seed takes a whole number'],
  [['--run', '3'], '--run'],
])('says what is wrong with %j', (args, sentence) => {
  expect(parseCommandLine(args)).toMatchObject({
    kind: 'mistake',
    sentence: expect.stringContaining(sentence) as string,
  });
});

test('has no two faults of one name', () => {
  expect(new Set(faults.map(({ name }) => name)).size).toBe(faults.length);
});
