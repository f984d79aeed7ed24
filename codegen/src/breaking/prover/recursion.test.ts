/**
 * Goal: what is found while a goal above is being looked at is not taken for more than it is. Method: schemas that refer to each
 * other in a ring with a way out, in every order of their definitions and variants; each has a value, whatever is asked first.
 */
import { prove } from './index.js';

type Json = Parameters<typeof prove>[0]['schema'];

const to = (name: string): Json => ({ $ref: `#/definitions/${name}` });

const having = (name: string, of: Json): Json => ({ type: 'object', required: [name], properties: { [name]: of } });

const orders = <One>(all: readonly One[]): readonly (readonly One[])[] =>
  all.length < 2
    ? [all]
    : all.flatMap((first) => orders(all.filter((one) => one !== first)).map((rest) => [first, ...rest]));

const wayOut = having('e', true);

/** Hub refers to both others, and each of them leads back to it. */
const definitions = (isReversed: boolean): readonly (readonly [string, Json])[] => {
  const variants = (...all: readonly Json[]): Json => ({ anyOf: isReversed ? all.toReversed() : all });
  return [
    ['hub', variants(having('p', to('inner')), having('q', to('outer')), wayOut)],
    ['inner', variants(having('r', to('leaf')), having('s', to('hub')))],
    ['leaf', having('t', to('inner'))],
    ['outer', having('u', to('leaf'))],
  ];
};

const roots = orders(['hub', 'outer']).map((names) => ({
  type: 'object',
  required: names,
  properties: Object.fromEntries(names.map((name) => [name, to(name)])),
}));

test.each([1, 3])('finds values of schemas that refer to each other, in any order (up to %d)', (limit) => {
  const isValue = [true, false].flatMap((isReversed) =>
    orders(definitions(isReversed)).flatMap((order) =>
      roots.map((root) => {
        const schema = { ...root, definitions: Object.fromEntries(order) };
        const writer = { schema, dialect: 'draft-07', others: new Map() } as const;
        return prove(writer, { ...writer, schema: false }, limit).kind;
      }),
    ),
  );
  expect(new Set(isValue)).toEqual(new Set(['counterexamples']));
});

test('knows that a list of lists without an end is none', () => {
  const endless = { definitions: { more: having('next', to('more')) }, allOf: [to('more')] };
  const writer = { schema: endless, dialect: 'draft-07', others: new Map() } as const;
  expect(prove(writer, { ...writer, schema: false }, 1)).toEqual({ kind: 'exhausted' });
});

test('gives up on unions in unions where the ways to fit them double with each', () => {
  const nested = (leaf: Json): Json =>
    Array.from({ length: 40 }, (_, level) => having(`p${level}`, { type: 'string' })).reduce<Json>(
      (below, one) => ({ oneOf: [one, below] }),
      leaf,
    );
  const [writer, reader] = [5, 6].map((maxLength) => {
    return { schema: nested({ type: 'string', maxLength }), dialect: 'draft-07', others: new Map() } as const;
  });
  if (writer === undefined || reader === undefined) throw new Error('There are two.');
  expect(prove(writer, reader, 1)).toEqual({ kind: 'unknown', reason: 'There are too many combinations to look at.' });
});

test.each(['anyOf', 'oneOf'])('proves that one variant of many in %s takes more than before', (keyword) => {
  const union = (lengthMax: number): Json => ({
    [keyword]: Array.from({ length: 40 }, (_, index) => ({
      type: 'object',
      required: ['kind', 'name'],
      properties: { kind: { const: `k${index}` }, name: { type: 'string', maxLength: index === 3 ? lengthMax : 10 } },
    })),
  });
  const [less, more] = [5, 6].map((maxLength) => {
    return { schema: union(maxLength), dialect: 'draft-07', others: new Map() } as const;
  });
  if (less === undefined || more === undefined) throw new Error('There are two.');
  expect(prove(less, more, 1)).toEqual({ kind: 'exhausted' });
  expect(prove(more, less, 1).kind).toBe('counterexamples');
});
