import { notableIn, repeatFilter } from './log-lines.js';

test('a warning keeps its sentence and the fields that say something', () => {
  const line = JSON.stringify({
    level: 'warn',
    at: 'now',
    stream: 'orders-stream',
    err: { message: 'gone' },
    sentence: 'relay waits',
  });
  expect(notableIn(line)).toEqual({ level: 'warn', sentence: 'relay waits', details: 'stream=orders-stream err=gone' });
});

test.each(['{"level":"info","sentence":"listening"}', 'not JSON', '{"level":'])('%s stays in the log file', (line) => {
  expect(notableIn(line)).toBeUndefined();
});

test('a sentence that comes again within ten seconds is shown once', () => {
  let now = 0;
  const isNew = repeatFilter(() => now);
  expect([isNew('a'), isNew('a'), isNew('b')]).toEqual([true, false, true]);
  now = 10_001;
  expect(isNew('a')).toBe(true);
});
