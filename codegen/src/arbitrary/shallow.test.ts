import * as fc from 'fast-check';
import { buildArbitraries } from './build-arbitrary.js';
import type { Plan } from './plan.js';
import { settled } from './settled.js';
import { shallow } from './shallow.js';

const text: Plan = { kind: 'text', minLength: 0, maxLength: undefined };

const nested = (depth: number): Plan =>
  depth === 0 ? text : { kind: 'list', items: nested(depth - 1), minLength: 0, maxLength: undefined, isUnique: false };

const definition = (plan: Plan) => ({ id: 'root', name: undefined, plan, isCertain: true, isTyped: true });

test('generates lists in lists, 200 deep, without growing at each level', () => {
  const plans = settled(shallow([definition(nested(200))]));
  const values = fc.sample(buildArbitraries(fc, plans)('root'), { seed: 1, numRuns: 50 });
  for (const value of values) expect(JSON.stringify(value).length).toBeLessThan(200_000);
});

test('leaves plans as they are that people could have written', () => {
  const member = { name: 'lists', isRequired: true, plan: nested(4) };
  const written = definition({ kind: 'record', members: [member], minProperties: 0, maxProperties: undefined });
  expect(shallow([written])).toEqual([written]);
});
