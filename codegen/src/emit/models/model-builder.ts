/** Payload schemas of one service to models, and what of them other languages cannot say. */
import { errorAt } from '../../load/places.js';
import type { Property, Schema } from '../../model/schema.js';
import type { JsonValue } from '../../model/source.js';
import type { Finding } from '../../report/finding.js';
import { NameScope } from '../names.js';
import { type FlatSchema, flatten, hasProperties } from './flatten.js';
import type { EnumModel, Model, ModelProperty, ModelType, Scalar } from './model.js';
import { reservedTypes, typeName } from './names-of-models.js';

/** A type, and whether `null` may stand there too. */
interface Use {
  readonly type: ModelType;
  readonly isNullable: boolean;
  readonly constant?: string | undefined;
}

const any: Use = { type: { kind: 'any' }, isNullable: false };

export class ModelBuilder {
  /** In the order in which they are met: a message, then what it consists of. */
  readonly models: Model[] = [];
  readonly warnings: Finding[] = [];
  readonly #scope = new NameScope(reservedTypes);
  readonly #names = new Map<string, string>();
  /** Schemas that are being looked at, so that a list of itself ends. */
  readonly #open = new Set<string>();
  readonly #warned = new Set<string>();

  /** Declares the payload of a message under the name it has in TypeScript, as far as that is free. */
  message(payload: Schema, wanted: string, description: string | undefined): void {
    if (this.#names.has(payload.id)) return;
    const { type } = this.#use(payload, typeName(wanted), { description, isMessage: true });
    if (type.kind === 'named') return;
    this.#warn(
      payload,
      'models-not-object',
      'This payload is no object, so the models have no type of its own for it.',
    );
  }

  #use(schema: Schema, wanted: string, from: { description?: string | undefined; isMessage?: boolean } = {}): Use {
    const flat = flatten(schema);
    const known = this.#names.get(schema.id);
    if (known !== undefined) return { type: { kind: 'named', name: known }, isNullable: flat.isNullable };
    if (this.#open.has(schema.id)) return this.#untyped(schema, 'A type that is only a list or map of itself');
    this.#open.add(schema.id);
    const name = schema.name === undefined || from.isMessage === true ? wanted : typeName(schema.name);
    const use = this.#declare(schema, flat, { name, description: from.description ?? schema.description });
    this.#open.delete(schema.id);
    return { ...use, isNullable: use.isNullable || flat.isNullable };
  }

  #declare(schema: Schema, flat: FlatSchema, as: { name: string; description: string | undefined }): Use {
    if (flat.enum !== undefined) return this.#values(schema, flat.enum, flat, as);
    const [choice, ...more] = flat.choices;
    if (choice !== undefined) return this.#choice(schema, [choice, ...more], flat, as);
    if (hasProperties(flat)) return this.#object(schema, flat, as);
    return this.#plain(schema, flat, as.name);
  }

  #values(
    schema: Schema,
    values: readonly JsonValue[],
    flat: FlatSchema,
    as: { name: string; description: string | undefined },
  ): Use {
    const [first] = values;
    if (values.length === 1 && typeof first === 'string') {
      return { type: scalar('string'), isNullable: false, constant: first };
    }
    const texts = values.filter((value) => typeof value === 'string');
    const numbers = values.filter((value) => typeof value === 'number').filter(isInt32);
    // An enum of these languages fails on a value that it does not list, and more may come.
    const isOpen = schema.isExtensibleEnum;
    if (isOpen && texts.length === values.length) return { type: scalar('string'), isNullable: false };
    if (values.length > 0 && texts.length === values.length) return this.#enum(schema, texts, as);
    if (values.length > 1 && numbers.length === values.length) return this.#enum(schema, numbers, as);
    const kinds = new Set(values.map((value) => typeof value));
    if (kinds.size === 1 && kinds.has('boolean')) return { type: scalar('boolean'), isNullable: false };
    if (kinds.size === 1 && kinds.has('number'))
      return { type: scalar(flat.types.has('integer') ? 'integer' : 'number'), isNullable: false };
    return values.length === 0 ? any : this.#untyped(schema, 'An enumeration of values of several types');
  }

  #enum(
    schema: Schema,
    values: EnumModel['values'],
    { name: wanted, description }: { name: string; description: string | undefined },
  ): Use {
    const name = this.#claim(schema, wanted);
    this.models.push({ kind: 'enum', name, description, values });
    return { type: { kind: 'named', name }, isNullable: false };
  }

  #choice(
    schema: Schema,
    choices: readonly (readonly Schema[])[],
    flat: FlatSchema,
    as: { name: string; description: string | undefined },
  ): Use {
    const [branches = []] = choices;
    const [only] = branches;
    const isFrame = choices.length === 1 && !hasProperties(flat);
    if (isFrame && branches.length === 1 && only !== undefined)
      return this.#use(only, as.name, { description: as.description });
    const flats = branches.map((branch) => flatten(branch));
    if (flats.some((branch) => !hasProperties(branch) || branch.choices.length > 0)) {
      if (hasProperties(flat) && choices.flat().every((branch) => flatten(branch).types.size === 0))
        return this.#merged(schema, choices, flat, as);
      return this.#alike(schema, branches, as.name);
    }
    const tag = choices.length === 1 ? tagOf(flats) : undefined;
    if (tag === undefined) return this.#merged(schema, choices, flat, as);
    const name = this.#claim(schema, as.name);
    const position = this.models.length;
    const variants = branches.map((branch, index) => {
      const value = constantOf(flats[index], tag) ?? '';
      if (isFrame) {
        const { type } = this.#use(branch, `${name}${typeName(value)}`);
        return { name: type.kind === 'named' ? type.name : '', value };
      }
      const variant = this.#scope.claim(`${name}${typeName(value)}`);
      this.#members(schema, withBase(flat, flats[index] ?? flat), {
        name: variant,
        description: branch.description ?? as.description,
      });
      return { name: variant, value };
    });
    this.models.splice(position, 0, { kind: 'union', name, description: as.description, tag, variants });
    return { type: { kind: 'named', name }, isNullable: flat.isNullable };
  }

  /** Branches that nothing tells apart: one object that has the properties of all. */
  #merged(
    schema: Schema,
    choices: readonly (readonly Schema[])[],
    flat: FlatSchema,
    as: { name: string; description: string | undefined },
  ): Use {
    const all = choices.flatMap((branches) => branches.map((branch) => flatten(branch)));
    const message =
      'No property tells these branches apart by a constant: the models hold the properties of all of them, each optional.';
    if (all.some(hasProperties))
      this.#warn(schema, 'models-union-merged', message, 'give each branch a property with its own const');
    const optional = all.map((branch) => ({ ...branch, required: new Set<string>() }));
    return this.#object(schema, optional.reduce(withBase, flat), as);
  }

  /** Branches of one plain type are that type. */
  #alike(schema: Schema, branches: readonly Schema[], wanted: string): Use {
    const flats = branches.map((branch) => flatten(branch));
    const types = new Set(flats.flatMap((branch) => (branch.choices.length > 0 ? ['?'] : [...typesOf(branch)])));
    const [type] = types;
    if (types.size === 1 && type !== undefined && isScalar(type)) {
      return { type: scalar(type), isNullable: flats.some(({ isNullable }) => isNullable) };
    }
    if (types.size === 2 && types.has('integer') && types.has('number'))
      return { type: scalar('number'), isNullable: false };
    return this.#untyped(schema, `${wanted}, which is of several types,`);
  }

  #object(
    schema: Schema,
    flat: FlatSchema,
    { name: wanted, description }: { name: string; description: string | undefined },
  ): Use {
    const name = this.#claim(schema, wanted);
    this.#members(schema, flat, { name, description });
    return { type: { kind: 'named', name }, isNullable: flat.isNullable };
  }

  #members(
    schema: Schema,
    flat: FlatSchema,
    { name, description }: { name: string; description: string | undefined },
  ): void {
    if (flat.rest.length > 0) {
      this.#warn(
        schema,
        'models-more-properties',
        `${name} has named properties and others: the models hold only those with names.`,
      );
    }
    const position = this.models.length;
    const properties = flat.properties.map((property): ModelProperty => this.#member(property, flat.required, name));
    // The object stands before what it consists of, as in TypeScript.
    this.models.splice(position, 0, { kind: 'object', name, description, properties });
  }

  #member({ name, schema, description, range }: Property, required: ReadonlySet<string>, owner: string): ModelProperty {
    const { type, isNullable, constant } = this.#use(schema, `${owner}${typeName(name)}`);
    return { name, range, description, type, isNullable, constant, isRequired: required.has(name) };
  }

  #plain(schema: Schema, flat: FlatSchema, wanted: string): Use {
    const types = [...typesOf(flat)];
    const [type] = types;
    if (type === undefined) return any;
    if (types.length === 2 && flat.types.has('integer') && flat.types.has('number'))
      return { type: scalar('number'), isNullable: false };
    if (types.length > 1) return this.#untyped(schema, `${wanted}, which is of several types,`);
    if (type === 'object') return { type: { kind: 'map', of: this.#rest(schema, flat, wanted) }, isNullable: false };
    if (type === 'array') return { type: { kind: 'list', of: this.#items(schema, flat, wanted) }, isNullable: false };
    if (type === 'integer') return { type: scalar('integer', fitsInt32(flat) ? 'int32' : 'int64'), isNullable: false };
    return { type: scalar(isScalar(type) ? type : 'string', flat.format), isNullable: false };
  }

  #rest(schema: Schema, { rest }: FlatSchema, wanted: string): ModelType {
    const [only, ...more] = rest;
    if (only === undefined) return { kind: 'any' };
    return more.length === 0
      ? this.#use(only, `${wanted}Value`).type
      : this.#untyped(schema, 'A map of values of several kinds').type;
  }

  #items(schema: Schema, { items }: FlatSchema, wanted: string): ModelType {
    if (items === undefined) return { kind: 'any' };
    if (!isTuple(items)) return this.#use(items, `${wanted}Item`).type;
    const types = items.map((item, index) => this.#use(item, `${wanted}Item${index + 1}`).type);
    const [first] = types;
    if (first !== undefined && types.every((type) => JSON.stringify(type) === JSON.stringify(first))) return first;
    return this.#untyped(schema, 'A tuple of several types').type;
  }

  #claim({ id }: Schema, wanted: string): string {
    const name = this.#scope.claim(wanted);
    this.#names.set(id, name);
    return name;
  }

  #untyped(schema: Schema, what: string): Use {
    this.#warn(schema, 'models-untyped', `${what} has no type in the models: it is any value there.`);
    return any;
  }

  #warn({ range }: Schema, rule: string, message: string, fix?: string): void {
    const key = `${rule} ${range.file} ${range.pointer}`;
    if (this.#warned.has(key)) return;
    this.#warned.add(key);
    const start = { ...range, endLine: range.line, endColumn: range.column + 1 };
    this.warnings.push({ ...errorAt(start, rule, message, fix), severity: 'warning' });
  }
}

const scalar = (type: Scalar, format?: string): ModelType => ({ kind: 'scalar', type, format });

const isScalar = (type: string): type is Scalar => ['string', 'integer', 'number', 'boolean'].includes(type);

const isInt32 = (value: number): boolean => Number.isInteger(value) && Math.abs(value) < 2 ** 31;

/** Whole numbers are 64 bits wide unless the contract says that they never need them. */
const fitsInt32 = ({ format, minimum, maximum }: FlatSchema): boolean =>
  format === 'int32' || (minimum !== undefined && maximum !== undefined && isInt32(minimum) && isInt32(maximum));

const typesOf = (flat: FlatSchema): ReadonlySet<string> => {
  if (flat.types.size > 0) return flat.types;
  if (hasProperties(flat) || flat.rest.length > 0) return new Set(['object']);
  return new Set(flat.items === undefined ? [] : ['array']);
};

const isTuple = (items: Schema | readonly Schema[]): items is readonly Schema[] => Array.isArray(items);

const constantOf = (flat: FlatSchema | undefined, property: string): string | undefined => {
  const schema = flat?.properties.find(({ name }) => name === property)?.schema;
  const values = schema === undefined ? [] : (flatten(schema).enum ?? []);
  return values.length === 1 && typeof values[0] === 'string' ? values[0] : undefined;
};

/** The property that has another constant in each branch. */
const tagOf = (branches: readonly FlatSchema[]): string | undefined =>
  branches[0]?.properties
    .map(({ name }) => name)
    .find((name) => {
      const values = branches.map((branch) => constantOf(branch, name));
      return values.every((value) => value !== undefined) && new Set(values).size === branches.length;
    });

/** What both say of one object; the branch knows its properties better. */
const withBase = (base: FlatSchema, branch: FlatSchema): FlatSchema => ({
  ...base,
  properties: [
    ...base.properties.filter(({ name }) => !branch.properties.some((other) => other.name === name)),
    ...branch.properties,
  ],
  required: new Set([...base.required, ...branch.required]),
  rest: [...base.rest, ...branch.rest],
});
