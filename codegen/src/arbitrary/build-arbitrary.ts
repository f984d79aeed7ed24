/** Arbitraries made of plans at once, without code in between. What each kind becomes is what emit/testing prints. */
import type { Arbitrary } from 'fast-check';
import type { JsonValue } from '../model/source.js';
import type { ListPlan, MapPlan, NumberPlan, Plan, Plans, RecordPlan, TextFormat, TextPlan } from './plan.js';

/** The library, which the caller imports: generating code does without it. */
export type FastCheck = typeof import('fast-check');

/** A schema that nothing finite is valid of. */
export class ImpossiblePlanError extends Error {}

/** @returns the arbitrary of a definition by its id. @throws ImpossiblePlanError – no value is valid. */
export const buildArbitraries = (fc: FastCheck, plans: Plans): ((id: string) => Arbitrary<unknown>) => {
  const built = new Map<string, Arbitrary<unknown>>();
  const find = (id: string): Arbitrary<unknown> => {
    const found = built.get(id);
    if (found === undefined) throw new ImpossiblePlanError(`Nothing is valid of ${id}.`);
    return found;
  };
  for (const { definitions, isRecursive, leaves } of plans.groups) {
    const possible = definitions.filter(({ plan }) => plan.kind !== 'impossible');
    if (!isRecursive) {
      for (const { id, plan } of possible) built.set(id, build(fc, plan, find));
      continue;
    }
    const ended = new Map<string, Arbitrary<unknown>>();
    for (const [id, leaf] of leaves)
      ended.set(
        id,
        build(fc, leaf, (to) => ended.get(to) ?? find(to)),
      );
    const own = new Set(possible.map(({ id }) => id));
    const tied = fc.letrec((tie) =>
      Object.fromEntries(
        possible.map(({ id, plan }) => {
          const full = build(fc, plan, (to) => (own.has(to) ? tie(to) : find(to)));
          return [id, fc.oneof({ maxDepth: 3, depthIdentifier: possible[0]?.id ?? id }, ended.get(id) ?? full, full)];
        }),
      ),
    );
    for (const [id, arbitrary] of Object.entries<Arbitrary<unknown>>(tied)) built.set(id, arbitrary);
  }
  return find;
};

const build = (fc: FastCheck, plan: Plan, find: (id: string) => Arbitrary<unknown>): Arbitrary<unknown> => {
  const below = (one: Plan): Arbitrary<unknown> => build(fc, one, find);
  switch (plan.kind) {
    case 'json':
      return fc.jsonValue();
    case 'constants':
      return fc.constantFrom<JsonValue>(...plan.values);
    case 'boolean':
      return fc.boolean();
    case 'text':
      return text(fc, plan);
    case 'integer':
    case 'number':
      return number(fc, plan);
    case 'list':
      return list(fc, plan, below);
    case 'tuple':
      return fc.tuple(...plan.items.map(below));
    case 'record':
      return record(fc, plan, below);
    case 'map':
      return map(fc, plan, below);
    case 'union':
      return fc.oneof(...plan.options.map(below));
    case 'reference':
      return find(plan.to);
    default:
      throw new ImpossiblePlanError(plan.reason);
  }
};

const text = (fc: FastCheck, { pattern, format, minLength, maxLength }: TextPlan): Arbitrary<string> => {
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern, 'u'));
  if (format !== undefined) return ofFormat(fc, format);
  return fc.string({ unit: 'grapheme-composite', minLength, ...(maxLength === undefined ? {} : { maxLength }) });
};

/** The range that dates and times are generated in. */
export const dateRange = { min: '1970-01-01T00:00:00.000Z', max: '2099-12-31T23:59:59.999Z' } as const;

const ofFormat = (fc: FastCheck, format: TextFormat): Arbitrary<string> => {
  const moment = () =>
    fc
      .date({ min: new Date(dateRange.min), max: new Date(dateRange.max), noInvalidDate: true })
      .map((date) => date.toISOString());
  const generators: Readonly<Record<TextFormat, () => Arbitrary<string>>> = {
    'date-time': moment,
    date: () => moment().map((one) => one.slice(0, 10)),
    time: () => moment().map((one) => one.slice(11)),
    email: () => fc.emailAddress(),
    uuid: () => fc.uuid(),
    uri: () => fc.webUrl(),
    hostname: () => fc.domain(),
    ipv4: () => fc.ipV4(),
    ipv6: () => fc.ipV6(),
  };
  return generators[format]();
};

const number = (fc: FastCheck, plan: NumberPlan): Arbitrary<number> => {
  const { min, max, step } = plan;
  const range = { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
  if (step !== undefined) return fc.integer(range).map((count) => count * step);
  if (plan.kind === 'integer') return fc.integer(range);
  const { isMinExcluded: minExcluded, isMaxExcluded: maxExcluded } = plan;
  return fc.double({ ...range, minExcluded, maxExcluded, noNaN: true, noDefaultInfinity: true });
};

type Below = (one: Plan) => Arbitrary<unknown>;

const list = (fc: FastCheck, plan: ListPlan, below: Below): Arbitrary<unknown> => {
  const { minLength, maxLength, isUnique, contained } = plan;
  const lengths = { minLength, ...(maxLength === undefined ? {} : { maxLength }) };
  const items = below(plan.items);
  if (isUnique) return fc.uniqueArray(items, { ...lengths, selector: (item) => JSON.stringify(item) });
  if (contained === undefined) return fc.array(items, lengths);
  return fc.tuple(fc.array(items, lengths), below(contained)).map(([others, one]) => [...others, one]);
};

const record = (fc: FastCheck, plan: RecordPlan, below: Below): Arbitrary<unknown> => {
  const model = Object.fromEntries(plan.members.map((member) => [member.name, below(member.plan)]));
  const requiredKeys = plan.members.filter(({ isRequired }) => isRequired).map(({ name }) => name);
  const named = fc.record(model, { requiredKeys, noNullPrototype: true });
  const whole =
    plan.rest === undefined
      ? named
      : fc.tuple(map(fc, plan.rest, below), named).map(([more, own]) => ({ ...more, ...own }));
  const { minProperties: least, maxProperties: most = Number.POSITIVE_INFINITY } = plan;
  if (least === 0 && most === Number.POSITIVE_INFINITY) return whole;
  return whole.filter((value) => Object.keys(value).length >= least && Object.keys(value).length <= most);
};

const map = (fc: FastCheck, { keys, values, minKeys, maxKeys }: MapPlan, below: Below): Arbitrary<object> => {
  // Plans of keys generate texts only.
  const names = below(keys) as Arbitrary<string>;
  const bounds = { minKeys, ...(maxKeys === undefined ? {} : { maxKeys }), noNullPrototype: true };
  return fc.dictionary(names, below(values), bounds);
};
