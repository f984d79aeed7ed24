/** Objects: named properties, maps, and bounds on how many there are. */
import type { Schema } from '../model/schema.js';
import { type AnySchema, numberOf, schemaMapOf, schemaOf } from './keywords.js';
import { impossible, type MapPlan, type Member, type Plan } from './plan.js';
import { planPattern } from './plan-text.js';
import { type Below, union } from './planner.js';
import { ofJsonType } from './synthetic.js';

export const planObject = (schemas: readonly Schema[], without: ReadonlySet<string>, below: Below): Plan => {
  const required = new Set(schemas.flatMap((schema) => schema.required));
  const declared = schemas.flatMap((schema) => schemaMapOf(schema, 'properties').map(([name]) => name));
  const names = [...new Set([...declared, ...required])];
  const least = Math.max(0, ...schemas.flatMap((schema) => numberOf(schema, 'minProperties') ?? []));
  const mosts = schemas.flatMap((schema) => numberOf(schema, 'maxProperties') ?? []);
  const most = mosts.length === 0 ? undefined : Math.min(...mosts);
  const isMap = names.length === 0;
  const bounds = { least, most };
  if (isMap) return planMap(schemas, bounds, below);
  if (schemas.some((schema) => schemaOf(schema, 'propertyNames') !== undefined)) below.doubt();
  const members: Member[] = [];
  for (const name of names) {
    const isRequired = required.has(name);
    // Validators cannot be made for it.
    const isForbidden = without.has(name) || (name === '__proto__' && !isRequired);
    const plan = isForbidden ? impossible(`"${name}" must not be there`) : below.plan(demandsOn(name, schemas));
    if (plan.kind !== 'impossible') members.push({ name, isRequired, plan });
    else if (isRequired) return impossible(`the required property "${name}" has no valid value: ${plan.reason}`);
  }
  return bounded(members, bounds, restOf(schemas, below), below);
};

interface Bounds {
  readonly least: number;
  readonly most: number | undefined;
}

/** Every schema's own say about one property: by name, by pattern, or about all that it does not name. */
const demandsOn = (name: string, schemas: readonly Schema[]): readonly AnySchema[] =>
  schemas.flatMap((schema) => {
    const named = schemaMapOf(schema, 'properties').find(([one]) => one === name)?.[1];
    const matching = schemaMapOf(schema, 'patternProperties').filter(([pattern]) => matches(pattern, name));
    const told = [...(named === undefined ? [] : [named]), ...matching.map(([, below]) => below)];
    const more = schemaOf(schema, 'additionalProperties');
    return told.length > 0 || more === undefined ? told : [more];
  });

const matches = (pattern: string, name: string): boolean => {
  try {
    return new RegExp(pattern, 'u').test(name);
  } catch {
    return false;
  }
};

/** Members so chosen that a filter on their number finds enough of them. */
const bounded = (
  members: readonly Member[],
  { least, most }: Bounds,
  rest: MapPlan | undefined,
  below: Below,
): Plan => {
  const required = members.filter(({ isRequired }) => isRequired).length;
  if (most !== undefined && most < required) {
    return impossible(`it requires ${required} properties and may have ${most} at most`);
  }
  if (least > members.length) {
    if (rest === undefined) {
      return impossible(`it needs ${least} properties and declares ${members.length}; writers refuse undeclared ones`);
    }
    below.untyped();
    below.doubt();
    const all = members.map((member) => ({ ...member, isRequired: true }));
    const more = { ...rest, minKeys: least - members.length, maxKeys: undefined };
    return { kind: 'record', members: all, minProperties: 0, maxProperties: undefined, rest: more };
  }
  const optional = members.length - required;
  // Half of the optional ones is what a value has on average.
  if (least > required + optional / 2) {
    const all = members.map((member) => ({ ...member, isRequired: true }));
    if (most === undefined || most >= all.length) return record(all, { least: 0, most: undefined });
  }
  if (most !== undefined && most < required + optional / 2) {
    let room = Math.max(most, least) - required;
    const kept = members.filter(({ isRequired }) => isRequired || room-- > 0);
    return record(kept, { least, most: undefined });
  }
  if (rest === undefined || most !== undefined) return record(members, { least, most });
  below.untyped();
  return { kind: 'record', members, minProperties: least, maxProperties: undefined, rest };
};

const record = (members: readonly Member[], { least, most }: Bounds): Plan => {
  const required = members.filter(({ isRequired }) => isRequired).length;
  return {
    kind: 'record',
    members,
    minProperties: least > required ? least : 0,
    maxProperties: most !== undefined && most < members.length ? most : undefined,
  };
};

/** Undeclared properties, where the contract says something about them. */
const restOf = (schemas: readonly Schema[], below: Below): MapPlan | undefined => {
  const told = schemas.filter((schema) => schemaOf(schema, 'additionalProperties') !== undefined);
  if (told.length === 0 || told.length < schemas.length) return undefined;
  const values = below.plan(told.flatMap((schema) => schemaOf(schema, 'additionalProperties') ?? []));
  if (values.kind === 'impossible') return undefined;
  if (schemas.some((schema) => schemaMapOf(schema, 'patternProperties').length > 0)) below.doubt();
  return { kind: 'map', keys: anyKey, values, minKeys: 0, maxKeys: undefined };
};

const planMap = (schemas: readonly Schema[], { least, most }: Bounds, below: Below): Plan => {
  const keyDemands = schemas.flatMap((schema) => schemaOf(schema, 'propertyNames') ?? []);
  const patterns = [
    ...new Set(schemas.flatMap((schema) => schemaMapOf(schema, 'patternProperties').map(([name]) => name))),
  ];
  const bounds = { minKeys: least, maxKeys: most };
  if (most !== undefined && least > most)
    return impossible(`it needs ${least} properties and may have ${most} at most`);
  if (patterns.length > 0) {
    below.untyped();
    below.doubt();
  }
  const ofPatterns = patterns.map((pattern): Plan => {
    const keys = planPattern(pattern, anyLength, [], below.doubt);
    const values = below.plan(
      schemas.flatMap((schema) => {
        const own = schemaMapOf(schema, 'patternProperties').filter(([one]) => one === pattern);
        return own.length > 0 ? own.map(([, value]) => value) : (schemaOf(schema, 'additionalProperties') ?? []);
      }),
    );
    return map(keys, values, bounds);
  });
  const others = below.plan(schemas.flatMap((schema) => schemaOf(schema, 'additionalProperties') ?? []));
  const keys = keyDemands.length === 0 ? anyKey : below.plan([...keyDemands, ofJsonType('string')]);
  const isOpen =
    patterns.length === 0 || schemas.some((schema) => schemaOf(schema, 'additionalProperties') !== undefined);
  return union([...ofPatterns, ...(isOpen ? [map(keys, others, bounds)] : [])], 'no property is valid');
};

const map = (keys: Plan, values: Plan, bounds: { minKeys: number; maxKeys: number | undefined }): Plan => {
  const wrong = [keys, values].find(({ kind }) => kind === 'impossible');
  if (wrong === undefined) return { kind: 'map', keys, values, ...bounds };
  return bounds.minKeys > 0 ? wrong : { kind: 'constants', values: [{}] };
};

const anyLength = { minLength: 0, maxLength: undefined } as const;
const anyKey: Plan = { kind: 'text', ...anyLength };
