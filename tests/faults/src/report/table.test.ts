import type { RunResult } from '../run/run-fault.js';
import { summarise, table } from './table.js';

const run = (fault: string, seed: number, fields: Partial<RunResult> = {}): RunResult => ({
  fault,
  seed,
  violations: [],
  drainMs: 100,
  counts: { commits: 10, effects: 9, entries: 8, orders: 1 },
  tookMs: 5_000,
  folder: '',
  ...fields,
});

test('adds up the runs of each fault, and names the seeds that repeat a violation', () => {
  const violations = [{ property: 'A', sentence: 'lost' } as const, { property: 'B', sentence: 'unfounded' } as const];
  const results = [
    run('redis-killed', 1, { drainMs: 300 }),
    run('none', 2),
    run('redis-killed', 3, { violations, drainMs: undefined }),
    run('redis-killed', 5, { drainMs: 1_200 }),
  ];

  expect(table(summarise(results))).toBe(
    [
      '| fault        | runs | events | effects | violations | drained, median | drained, at most | seeds |',
      '| ------------ | ---: | -----: | ------: | ---------: | --------------: | ---------------: | ----- |',
      '| redis-killed |    3 |     30 |      27 |          2 |        1,200 ms |         1,200 ms | 3     |',
      '| none         |    1 |     10 |       9 |          0 |          100 ms |           100 ms |       |',
      '| all          |    4 |     40 |      36 |          2 |                 |         1,200 ms |       |',
    ].join('\n'),
  );
});
