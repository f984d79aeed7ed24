import { mistakeOf } from '../../testing/prover-cases/mistakes.js';
import { proverCases } from '../../testing/prover-cases/index.js';
import { judgeOf } from '../judge/index.js';

const named = proverCases.map((one) => [one.name, one] as const);

test.each(named)('%s', (_, one) => {
  expect(mistakeOf(one)).toBeUndefined();
});

test.each(named.filter(([, { counterexample }]) => counterexample !== undefined))(
  'ajv agrees: %s',
  (_, { writer, reader, counterexample }) => {
    expect(judgeOf(writer, reader).confirm(counterexample?.value ?? null)).toBeDefined();
  },
);

test('each case has a name of its own', () => {
  expect(new Set(named.map(([name]) => name)).size).toBe(proverCases.length);
});
