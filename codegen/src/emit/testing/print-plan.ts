/** Plans as fast-check code. What each kind becomes is what arbitrary/build-arbitrary.ts builds. */
import { dateRange } from '../../arbitrary/build-arbitrary.js';
import type { ListPlan, MapPlan, NumberPlan, Plan, RecordPlan, TextFormat, TextPlan } from '../../arbitrary/plan.js';
import type { JsonValue } from '../../model/source.js';
import { objectOf } from '../declared.js';
import { numberText } from '../literal.js';
import { propertyKey } from '../names.js';

export interface PrintContext {
  /** The code that stands for a definition. */
  readonly reference: (id: string) => string;
  /** Asked for the name of what every file that needs it has once. */
  readonly use: (shared: 'dateTime' | 'equal') => string;
}

export const printPlan = (plan: Plan, context: PrintContext): string => {
  const below = (one: Plan): string => printPlan(one, context);
  switch (plan.kind) {
    case 'json':
      return 'fc.jsonValue()';
    case 'constants': {
      const [first, second] = plan.values;
      if (first !== undefined && second === undefined) return `fc.constant(${literal(first)})`;
      return `fc.constantFrom(${plan.values.map(literal).join(', ')})`;
    }
    case 'boolean':
      return 'fc.boolean()';
    case 'text':
      return text(plan, context);
    case 'integer':
    case 'number':
      return number(plan);
    case 'list':
      return list(plan, context);
    case 'tuple':
      return `fc.tuple(${plan.items.map(below).join(', ')})`;
    case 'record':
      return record(plan, context);
    case 'map':
      return map(plan, context);
    case 'union':
      return union(plan.options, context);
    case 'reference':
      return context.reference(plan.to);
    default:
      return `impossible(${JSON.stringify(plan.reason)})`;
  }
};

/** The generator of moments that formats of date and time share. */
export const dateTimeCode =
  `fc.date({ min: new Date('${dateRange.min}'), max: new Date('${dateRange.max}'), noInvalidDate: true })` +
  '.map((date) => date.toISOString())';

const text = ({ pattern, format, minLength, maxLength }: TextPlan, context: PrintContext): string => {
  if (pattern !== undefined) return `fc.stringMatching(${regularExpression(pattern)})`;
  if (format !== undefined) return ofFormat(format, context);
  const lengths = [
    ...(minLength > 0 ? [['minLength', numberText(minLength)] as const] : []),
    ...(maxLength === undefined ? [] : [['maxLength', numberText(maxLength)] as const]),
  ];
  return `fc.string(${objectOf([['unit', "'grapheme-composite'"], ...lengths])})`;
};

const ofFormat = (format: TextFormat, { use }: PrintContext): string => {
  const code: Readonly<Record<TextFormat, () => string>> = {
    'date-time': () => use('dateTime'),
    date: () => `${use('dateTime')}.map((text) => text.slice(0, 10))`,
    time: () => `${use('dateTime')}.map((text) => text.slice(11))`,
    email: () => 'fc.emailAddress()',
    uuid: () => 'fc.uuid()',
    uri: () => 'fc.webUrl()',
    hostname: () => 'fc.domain()',
    ipv4: () => 'fc.ipV4()',
    ipv6: () => 'fc.ipV6()',
  };
  return code[format]();
};

/** A literal where it is sure to be read as it is meant, else the constructor. */
const regularExpression = (pattern: string): string =>
  /^[\w^$[\](){}.+*?|, :;@#=!<>%&'"~-]+$/.test(pattern) ||
  /^(?:[\w^$[\](){}.+*?|, :@#%&~-]|\\[dswDSW.+-])+$/.test(pattern)
    ? `/${pattern}/u`
    : `new RegExp(${JSON.stringify(pattern)}, 'u')`;

const number = ({ kind, min, max, isMinExcluded, isMaxExcluded, step }: NumberPlan): string => {
  const range = [
    ...(min === undefined ? [] : [['min', numberText(min)] as const]),
    ...(max === undefined ? [] : [['max', numberText(max)] as const]),
  ];
  if (step !== undefined) return `${call('fc.integer', range)}.map((count) => count * ${numberText(step)})`;
  if (kind === 'integer') return call('fc.integer', range);
  return call('fc.double', [
    ...range,
    ...(isMinExcluded ? [['minExcluded', 'true'] as const] : []),
    ...(isMaxExcluded ? [['maxExcluded', 'true'] as const] : []),
    ['noNaN', 'true'],
    ['noDefaultInfinity', 'true'],
  ]);
};

const list = ({ items, minLength, maxLength, isUnique, contained }: ListPlan, context: PrintContext): string => {
  const constraints = [
    ...(minLength > 0 ? [['minLength', numberText(minLength)] as const] : []),
    ...(maxLength === undefined ? [] : [['maxLength', numberText(maxLength)] as const]),
    ...(isUnique ? [['comparator', context.use('equal')] as const] : []),
  ];
  const code = call(isUnique ? 'fc.uniqueArray' : 'fc.array', constraints, printPlan(items, context));
  if (contained === undefined) return code;
  return `fc.tuple(${code}, ${printPlan(contained, context)}).map(([others, one]) => [...others, one])`;
};

const record = ({ members, minProperties, maxProperties, rest }: RecordPlan, context: PrintContext): string => {
  const model = members.map(({ name, plan }) => [modelKey(name), printPlan(plan, context)] as const);
  const required = members.filter(({ isRequired }) => isRequired).map(({ name }) => JSON.stringify(name));
  const constraints = [
    ...(required.length === members.length ? [] : [['requiredKeys', `[${required.join(', ')}]`] as const]),
    ['noNullPrototype', 'true'] as const,
  ];
  const named = `fc.record({ ${model.map(([key, code]) => `${key}: ${code}`).join(', ')} }, ${objectOf(constraints)})`;
  const code =
    rest === undefined
      ? named
      : `fc.tuple(${map(rest, context)}, ${named}).map(([more, own]) => ({ ...more, ...own }))`;
  const limits = [
    ...(minProperties > 0 ? [`Object.keys(value).length >= ${numberText(minProperties)}`] : []),
    ...(maxProperties === undefined ? [] : [`Object.keys(value).length <= ${numberText(maxProperties)}`]),
  ];
  return limits.length === 0 ? code : `${code}.filter((value) => ${limits.join(' && ')})`;
};

/** Without brackets, `__proto__` would be the prototype. */
const modelKey = (name: string): string => (name === '__proto__' ? '["__proto__"]' : propertyKey(name));

const map = ({ keys, values, minKeys, maxKeys }: MapPlan, context: PrintContext): string => {
  const constraints = [
    ...(minKeys > 0 ? [['minKeys', numberText(minKeys)] as const] : []),
    ...(maxKeys === undefined ? [] : [['maxKeys', numberText(maxKeys)] as const]),
    ['noNullPrototype', 'true'] as const,
  ];
  return call('fc.dictionary', constraints, printPlan(keys, context), printPlan(values, context));
};

/** A choice between something and null is an option. */
const union = (options: readonly Plan[], context: PrintContext): string => {
  const isNull = (plan: Plan): boolean =>
    plan.kind === 'constants' && plan.values.length === 1 && plan.values[0] === null;
  const [something, ...more] = options.filter((option) => !isNull(option));
  if (options.some(isNull) && something !== undefined && more.length === 0) {
    return `fc.option(${printPlan(something, context)}, { nil: null })`;
  }
  return `fc.oneof(${options.map((option) => printPlan(option, context)).join(', ')})`;
};

const call = (
  name: string,
  constraints: readonly (readonly [string, string])[],
  ...values: readonly string[]
): string => `${name}(${[...values, ...(constraints.length === 0 ? [] : [objectOf(constraints)])].join(', ')})`;

const literal = (value: JsonValue): string => {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (isList(value)) return `[${value.map(literal).join(', ')}]`;
  return `{ ${Object.entries(value)
    .map(([name, below]) => `${modelKey(name)}: ${literal(below)}`)
    .join(', ')} }`;
};

// Array.isArray does not narrow readonly arrays.
const isList = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value);
