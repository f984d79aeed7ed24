/** What the presets of a language look up: the model behind what modelina renders, and the names of its members. */
import type { EnumModel, Model, ModelProperty, ObjectModel, UnionModel } from './model.js';
import { schemaKey } from './json-schema.js';
import { NameScope } from '../names.js';
import { identifiers, type Style } from './names-of-models.js';

export interface MemberStyle {
  readonly property: Style;
  readonly value: Style;
  /** What a property may not be called. */
  readonly reserved: readonly string[];
}

export interface Fact extends ModelProperty {
  readonly identifier: string;
  /** Not `null`, and always there. */
  readonly isSure: boolean;
}

export class Facts {
  readonly #models: ReadonlyMap<string, Model>;
  readonly #properties = new Map<string, ReadonlyMap<string, Fact>>();
  readonly #values = new Map<string, ReadonlyMap<string, string>>();
  readonly #constants = new Map<string, string>();

  constructor(models: readonly Model[], { property, value, reserved }: MemberStyle) {
    this.#models = new Map(models.map((model) => [model.name, model]));
    for (const model of models) {
      if (model.kind === 'object') {
        const names = identifiers(
          model.properties.map(({ name }) => name),
          { style: property, reserved: [...reserved, model.name] },
        );
        this.#properties.set(
          model.name,
          new Map(model.properties.map((one) => [schemaKey(one.name), fact(one, names.get(one.name) ?? one.name)])),
        );
      }
      if (model.kind === 'enum')
        this.#values.set(model.name, identifiers(model.values.map(String), { style: value, reserved: [] }));
    }
  }

  object(name: string): ObjectModel {
    return this.#model(name, 'object');
  }

  enum(name: string): EnumModel {
    return this.#model(name, 'enum');
  }

  union(name: string): UnionModel | undefined {
    const model = this.#models.get(name);
    return model?.kind === 'union' ? model : undefined;
  }

  /** Unions that `name` is a variant of. */
  unionsOf(name: string): readonly UnionModel[] {
    return [...this.#models.values()]
      .filter((model) => model.kind === 'union')
      .filter(({ variants }) => variants.some((variant) => variant.name === name));
  }

  /** @param key of the property in the JSON Schema */
  property(model: string, key: string): Fact {
    const found = this.#properties.get(model)?.get(key);
    if (found === undefined) throw new Error(`Modelina renders ${model}.${key}, which its input does not have.`);
    return found;
  }

  properties(model: string): readonly Fact[] {
    return [...(this.#properties.get(model)?.values() ?? [])];
  }

  value(model: string, value: string): string {
    const found = this.#values.get(model)?.get(value);
    if (found === undefined) throw new Error(`Modelina renders ${model}.${value}, which its input does not have.`);
    return found;
  }

  isEnum(name: string): boolean {
    return this.#models.get(name)?.kind === 'enum';
  }

  /** The name of a value where those of all types share one scope with the types, as in Go. */
  constant(model: string, value: string): string {
    if (this.#constants.size === 0) {
      const scope = new NameScope([...this.#models.keys()]);
      for (const [name, values] of this.#values) {
        for (const [one, identifier] of values) this.#constants.set(`${name} ${one}`, scope.claim(name + identifier));
      }
    }
    return this.#constants.get(`${model} ${value}`) ?? this.value(model, value);
  }

  #model<Kind extends Model['kind']>(name: string, kind: Kind): Extract<Model, { kind: Kind }> {
    const model = this.#models.get(name);
    // The kind was compared, so the model is of the variant that has it.
    if (model?.kind === kind) return model as Extract<Model, { kind: Kind }>;
    throw new Error(`Modelina renders ${kind} ${name}, which its input does not have.`);
  }
}

const fact = (property: ModelProperty, identifier: string): Fact => ({
  ...property,
  identifier,
  isSure: property.isRequired && !property.isNullable,
});
