/** From schemas to plans: what all demands on one value together leave to generate. */
import { isNever, type JsonType, type Schema } from '../model/schema.js';
import { openChoice, withParts } from './choices.js';
import { type AnySchema, constantsOf, isSameJson, schemaOf, schemasOf } from './keywords.js';
import { planList } from './plan-list.js';
import { planNumber } from './plan-number.js';
import { planObject } from './plan-object.js';
import { planText } from './plan-text.js';
import { type Definition, impossible, type Plan } from './plan.js';
import { shallow } from './shallow.js';
import { isOfType, typesOf } from './types-of.js';

/** Tells that some of what is planned may turn out to be invalid. */
export type Doubt = () => void;

/** What the planners of objects and lists need from the one that plans everything. */
export interface Below {
  readonly plan: (schemas: readonly AnySchema[]) => Plan;
  readonly doubt: Doubt;
  /** The form of what is generated is not sure to be that of the emitted type. */
  readonly untyped: () => void;
}

/** Everything that one value must meet. */
interface Demands {
  readonly schemas: readonly Schema[];
  /** Choices that are made already. */
  readonly made: ReadonlySet<string>;
  /** Properties that must not be there. */
  readonly without: ReadonlySet<string>;
}

/** A definition that is being planned, or is planned. */
interface Started {
  readonly id: string;
  readonly name: string | undefined;
  plan: Plan | undefined;
  /** Others refer to it; the rest is written where it is used. */
  isReferred: boolean;
  isCertain: boolean;
  isTyped: boolean;
}

export class Planner {
  readonly #started = new Map<string, Started>();

  /** @returns the id of the definition for values that are valid of `schema` */
  define(schema: Schema): string {
    const started = this.#start([schema]);
    started.isReferred = true;
    return started.id;
  }

  get definitions(): readonly Definition[] {
    return shallow(
      [...this.#started.values()].flatMap(({ id, name, plan, isReferred, isCertain, isTyped }) =>
        isReferred && plan !== undefined ? [{ id, name, plan, isCertain, isTyped }] : [],
      ),
    );
  }

  #use(wanted: readonly AnySchema[], owner: Started): Plan {
    const schemas = unique(wanted.filter((one) => typeof one !== 'boolean'));
    if (wanted.includes(false) || schemas.some(isNever)) return impossible('the contract says false: nothing is valid');
    if (schemas.length === 0) return { kind: 'json' };
    const started = this.#start(schemas);
    const { plan, name } = started;
    // Not planned yet: it contains itself.
    const isOwn = plan === undefined || (!isShort(plan) && (name !== undefined || started.isReferred));
    if (isOwn) started.isReferred = true;
    else {
      owner.isCertain &&= started.isCertain;
      owner.isTyped &&= started.isTyped;
    }
    return isOwn ? { kind: 'reference', to: started.id } : plan;
  }

  #start(schemas: readonly Schema[]): Started {
    const id = schemas.map((schema) => schema.id).join(' & ');
    const known = this.#started.get(id);
    if (known !== undefined) return known;
    const parts = unique(schemas.flatMap((schema) => withParts(schema)));
    const started: Started = {
      id,
      name: schemas.length === 1 ? schemas[0]?.name : undefined,
      plan: undefined,
      isReferred: false,
      isCertain: true,
      isTyped: parts.length === 1 && !parts.some(({ isBrand }) => isBrand),
    };
    this.#started.set(id, started);
    const isFalse = parts.some((part) => isNever(part) || schemasOf(part, 'allOf').includes(false));
    started.plan = isFalse
      ? impossible('the contract says false: nothing is valid')
      : this.#plan({ schemas: parts, made: new Set(), without: new Set() }, started);
    return started;
  }

  #plan(demands: Demands, owner: Started): Plan {
    const choice = openChoice(demands.schemas, demands.made);
    if (choice === undefined) return this.#planSettled(demands, owner);
    if (!choice.isCertain) owner.isCertain = false;
    const made = new Set([...demands.made, choice.key]);
    const options = choice.options.map((option): Plan => {
      if (option.schemas.some((one) => one === false || (one !== true && isNever(one))))
        return impossible('the contract says false: nothing is valid');
      const [only] = option.schemas;
      const isAlone =
        option.schemas.length === 1 && saysNothingElse(demands.schemas, choice.key) && option.without.length === 0;
      if (isAlone && only !== undefined) return this.#use([only], owner);
      owner.isTyped = false;
      const schemas = unique([...demands.schemas, ...option.schemas.flatMap((schema) => withParts(schema))]);
      return this.#plan({ schemas, made, without: new Set([...demands.without, ...option.without]) }, owner);
    });
    // A closed writer takes nothing from a branch that says nothing.
    if (options.some(({ kind }) => kind === 'json')) owner.isCertain = false;
    return union(options, 'none of the alternatives can be met');
  }

  /** No choice is left: by constants, or by type. */
  #planSettled({ schemas, without, made }: Demands, owner: Started): Plan {
    const doubt = (): void => {
      owner.isCertain = false;
    };
    const untyped = (): void => {
      owner.isTyped = false;
    };
    const { allowed, refused } = this.#negations(schemas, doubt);
    const types = allowed(typesOf(schemas));
    const constants = schemas.flatMap((schema) => {
      const values = constantsOf(schema);
      return values === undefined ? [] : [values];
    });
    const [first, ...others] = constants;
    if (first !== undefined) {
      const values = first.filter(
        (value) =>
          others.every((list) => list.some((one) => isSameJson(one, value))) &&
          (types === undefined || isOfType(value, types)) &&
          !refused.some((one) => isSameJson(one, value)),
      );
      if (schemas.some(limitsConstants)) doubt();
      // The compiler widens lists and objects.
      if (values.some((value) => typeof value === 'object' && value !== null)) untyped();
      return values.length === 0
        ? impossible('no constant of the contract meets the rest of it')
        : { kind: 'constants', values };
    }
    if (refused.length > 0) doubt();
    // What branches say nothing about, a closed writer refuses.
    const isBranched = schemas.length > 1 || made.size > 0 || schemas.some(hasBranches);
    if (isBranched && (types === undefined || (types.includes('object') && !schemas.some(namesProperties)))) doubt();
    if (types === undefined) return { kind: 'json' };
    const below: Below = { plan: (list) => this.#use(list, owner), doubt, untyped };
    const plans = types.map((type) => ofType(type, schemas, [...without, ...absent(schemas)], below));
    return union(plans, 'no type is allowed by all parts of it');
  }

  /** What `not` says simply enough to be met: other types, other constants. */
  #negations(schemas: readonly Schema[], doubt: Doubt) {
    const negated = schemas.flatMap((schema) => schemaOf(schema, 'not') ?? []);
    if (negated.length > 0) doubt();
    const ofTypes = negated.flatMap((schema) =>
      typeof schema !== 'boolean' && schema.keywords.every(({ name }) => name === 'type') ? schema.types : [],
    );
    return {
      allowed: (types: readonly JsonType[] | undefined) => types?.filter((type) => !ofTypes.includes(type)),
      refused: negated.flatMap((schema) => (typeof schema === 'boolean' ? [] : (constantsOf(schema) ?? []))),
    };
  }
}

/** Properties that `not: { required: [one] }` forbids. */
const absent = (schemas: readonly Schema[]): readonly string[] =>
  schemas.flatMap((schema) => {
    const negated = schemaOf(schema, 'not');
    if (negated === undefined || typeof negated === 'boolean') return [];
    const isOnly = negated.keywords.every(({ name }) => name === 'required' || name === 'type');
    return isOnly && negated.required.length === 1 ? negated.required : [];
  });

const ofType = (type: JsonType, schemas: readonly Schema[], without: readonly string[], below: Below): Plan => {
  if (type === 'object') return planObject(schemas, new Set(without), below);
  if (type === 'array') return planList(schemas, below);
  if (type === 'string') return planText(schemas, below.doubt);
  if (type === 'boolean') return { kind: 'boolean' };
  return type === 'null' ? { kind: 'constants', values: [null] } : planNumber(type, schemas, below.doubt);
};

const hasBranches = ({ keywords }: Schema): boolean => keywords.some(({ name }) => branching.has(name));

const branching = new Set(['allOf', 'anyOf', 'oneOf', 'if', 'then', 'else']);

const namesProperties = ({ properties, required }: Schema): boolean => properties.length + required.length > 0;

/** Said where it is used, even if it has a name. */
const isShort = (plan: Plan): boolean =>
  ['json', 'boolean', 'text', 'integer', 'number', 'reference', 'impossible'].includes(plan.kind) ||
  (plan.kind === 'constants' && plan.values.length === 1);

/** Without what cannot be met; unions in unions are one. */
export const union = (options: readonly Plan[], reason: string): Plan => {
  const flat = options.flatMap((option) => (option.kind === 'union' ? option.options : [option]));
  const possible = flat.filter(({ kind }) => kind !== 'impossible');
  const constants = possible.flatMap((option) => (option.kind === 'constants' ? option.values : []));
  const others = possible.filter(({ kind }) => kind !== 'constants');
  const all: readonly Plan[] = constants.length === 0 ? others : [...others, { kind: 'constants', values: constants }];
  const [first, second] = all;
  if (first === undefined) return flat.find(({ kind }) => kind === 'impossible') ?? impossible(reason);
  return second === undefined ? first : { kind: 'union', options: all };
};

/** Whether the schema is only a frame around the choice. */
const saysNothingElse = (schemas: readonly Schema[], choice: string): boolean =>
  schemas.length === 1 &&
  schemas.every(({ id, keywords }) =>
    keywords.every(({ name }) => `${id} ${name}` === choice || annotations.has(name) || name.startsWith('x-')),
  );

const annotations = new Set(
  'title description default examples deprecated readOnly writeOnly $comment discriminator externalDocs definitions $id $schema'.split(
    ' ',
  ),
);

const limiting = new Set(
  (
    'pattern minLength maxLength format minimum maximum exclusiveMinimum exclusiveMaximum multipleOf items minItems ' +
    'maxItems uniqueItems contains properties required additionalProperties minProperties maxProperties ' +
    'patternProperties propertyNames'
  ).split(' '),
);

const limitsConstants = (schema: Schema): boolean => schema.keywords.some(({ name }) => limiting.has(name));

const unique = (schemas: readonly Schema[]): readonly Schema[] => [
  ...new Map(schemas.map((schema) => [schema.id, schema])).values(),
];
