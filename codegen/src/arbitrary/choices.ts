/** Keywords that leave a choice: which branch of `oneOf`, the `then` or the `else`, with or without a dependency. */
import type { Schema } from '../model/schema.js';
import { type AnySchema, constantsOf, isSameJson, schemaMapOf, schemaOf, schemasOf } from './keywords.js';
import { requiring } from './synthetic.js';
import { typesOf } from './types-of.js';

export interface Choice {
  /** Which keyword of which schema: it is chosen once. */
  readonly key: string;
  readonly options: readonly Option[];
  /** No value is valid of two options. */
  readonly isCertain: boolean;
}

export interface Option {
  /** What a value must meet beside everything else. */
  readonly schemas: readonly AnySchema[];
  /** Properties that it must not have. */
  readonly without: readonly string[];
}

/** More options than this are cut off: a generator needs some of each kind, not every combination. */
const optionsMax = 32;

/** The first choice that `schemas` leave open and `made` does not name. */
export const openChoice = (schemas: readonly Schema[], made: ReadonlySet<string>): Choice | undefined => {
  for (const schema of schemas) {
    for (const choice of choicesOf(schema, schemas)) {
      if (!made.has(choice.key)) return { ...choice, options: choice.options.slice(0, optionsMax) };
    }
  }
  return undefined;
};

const choicesOf = (schema: Schema, all: readonly Schema[]): readonly Choice[] => [
  ...anyOf(schema),
  ...oneOf(schema, all),
  ...conditions(schema),
  ...dependencies(schema),
];

const anyOf = (schema: Schema): readonly Choice[] => {
  const options = schemasOf(schema, 'anyOf').map((option) => ({ schemas: [option], without: [] }));
  return options.length === 0 ? [] : [{ key: `${schema.id} anyOf`, options, isCertain: true }];
};

const oneOf = (schema: Schema, all: readonly Schema[]): readonly Choice[] => {
  const variants = schemasOf(schema, 'oneOf');
  if (variants.length === 0) return [];
  const options = variants.map((variant) => ({
    schemas: [variant],
    without: variants.flatMap((other) => (other === variant ? [] : onlyRequired(other, variant, all))),
  }));
  return [{ key: `${schema.id} oneOf`, options, isCertain: areDistinct(variants) }];
};

const conditions = (schema: Schema): readonly Choice[] => {
  const [condition, then, otherwise] = ['if', 'then', 'else'].map((name) => schemaOf(schema, name));
  if (condition === undefined || (then === undefined && otherwise === undefined)) return [];
  const options = [
    { schemas: [condition, then ?? true], without: [] },
    { schemas: [otherwise ?? true], without: onlyRequired(condition, true, []) },
  ];
  return [{ key: `${schema.id} if`, options, isCertain: false }];
};

/** With the property and what it asks for, or without it. */
const dependencies = (schema: Schema): readonly Choice[] =>
  schemaMapOf(schema, 'dependencies').map(([name, dependency]) => ({
    key: `${schema.id} dependencies ${name}`,
    options: [
      { schemas: [requiring([name]), dependency], without: [] },
      { schemas: [], without: [name] },
    ],
    isCertain: true,
  }));

/** The property of which `other` says nothing but that it is there, unless `variant` or `all` need it. */
const onlyRequired = (other: AnySchema, variant: AnySchema, all: readonly Schema[]): readonly string[] => {
  if (typeof other === 'boolean') return [];
  const isOnly = other.keywords.every(({ name }) => ['required', 'type', 'title', 'description'].includes(name));
  const [name, ...more] = other.required;
  if (!isOnly || name === undefined || more.length > 0) return [];
  const needed = [...all, ...(typeof variant === 'boolean' ? [] : [variant])].flatMap(({ required }) => required);
  return needed.includes(name) ? [] : [name];
};

const areDistinct = (variants: readonly AnySchema[]): boolean =>
  variants.every((one, index) => variants.slice(index + 1).every((other) => isDistinct(one, other)));

/** Different types, or a property that both must have and that has different constants. */
const isDistinct = (one: AnySchema, other: AnySchema): boolean => {
  if (typeof one === 'boolean' || typeof other === 'boolean') return one === false || other === false;
  const [types, others] = [withParts(one), withParts(other)].map((parts) => typesOf(parts.filter(isTyped)));
  if (types !== undefined && others !== undefined && !types.some((type) => isAmong(type, others))) return true;
  const [values, otherValues] = [constantsOf(one), constantsOf(other)];
  if (values !== undefined && otherValues !== undefined)
    return !values.some((a) => otherValues.some((b) => isSameJson(a, b)));
  return discriminators(one).some(([name, constants]) =>
    discriminators(other).some(
      ([otherName, otherConstants]) =>
        name === otherName && !constants.some((a) => otherConstants.some((b) => isSameJson(a, b))),
    ),
  );
};

const isTyped = ({ types }: Schema): boolean => types.length > 0;

const isAmong = (type: string, types: readonly string[]): boolean =>
  types.includes(type) ||
  (type === 'integer' && types.includes('number')) ||
  (type === 'number' && types.includes('integer'));

/** Only objects are told apart by them, so the schema must ask for one. */
const discriminators = (schema: Schema) => {
  const parts = withParts(schema);
  const required = new Set(parts.flatMap((part) => part.required));
  return parts.flatMap((part) =>
    part.properties.flatMap(({ name, schema: property }): [string, NonNullable<ReturnType<typeof constantsOf>>][] => {
      const constants = typeof property === 'boolean' ? undefined : constantsOf(property);
      return constants === undefined || !required.has(name) ? [] : [[name, constants]];
    }),
  );
};

/** The schema and everything that `allOf` adds to it. */
export const withParts = (schema: AnySchema, seen = new Set<string>()): readonly Schema[] => {
  if (typeof schema === 'boolean' || seen.has(schema.id)) return [];
  seen.add(schema.id);
  return [schema, ...schemasOf(schema, 'allOf').flatMap((part) => withParts(part, seen))];
};
