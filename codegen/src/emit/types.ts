/** Schemas to TypeScript types: readonly, exact, never `any`. */
import type {
  InterfaceDeclarationStructure,
  PropertySignatureStructure,
  TypeAliasDeclarationStructure,
} from 'ts-morph';
import { StructureKind } from 'ts-morph';
import { isNever, type JsonType, type Property, type Schema } from '../model/schema.js';
import { literalType } from './literal.js';
import { type NameScope, pascalCase, propertyKey } from './names.js';
import { schemaComment } from './schema-comment.js';
import * as shape from './schema-shape.js';

export type TypeDeclaration = InterfaceDeclarationStructure | TypeAliasDeclarationStructure;

/** A branded type, and the type of the values that become one. */
export interface Brand {
  readonly name: string;
  readonly base: string;
}

/** Collects the types of one folder: each object, enumeration or union is declared once, under its own name. */
export class TypeEmitter {
  readonly #declarations = new Map<string, TypeDeclaration>();
  readonly #brands: Brand[] = [];
  readonly #names = new Map<string, string>();
  readonly #scope: NameScope;
  /**
   * Aliases whose right side is being written, outermost first. TypeScript lets a type refer to itself only from inside
   * an object or a list, which starts a list of its own here.
   */
  #open: string[] = [];
  /** How many aliases are being written, those around an object or a list included. */
  #depth = 0;
  readonly #aliases = new Set<string>();

  constructor(scope: NameScope) {
    this.#scope = scope;
  }

  get declarations(): readonly TypeDeclaration[] {
    return [...this.#declarations.values()];
  }

  /** Of the declared types, by the id of the schema. */
  get names(): ReadonlyMap<string, string> {
    return this.#names;
  }

  get brands(): readonly Brand[] {
    return this.#brands;
  }

  /** Declares `schema` as `name`, which the caller has claimed. */
  declare(schema: Schema, name: string, description: string | undefined): void {
    // Two messages may have one payload.
    const known = this.#names.get(schema.id);
    this.#names.set(schema.id, known ?? name);
    // Reserves the place before what it consists of, so that readers meet the message first.
    const shared = { name, isExported: true, docs: schemaComment(schema, description ?? schema.description) };
    const key = known === undefined ? schema.id : `${schema.id} as ${name}`;
    if (known !== undefined) {
      this.#declarations.set(key, { kind: StructureKind.TypeAlias, ...shared, type: known });
      return;
    }
    if (shape.isPlainObject(schema)) {
      const declaration: InterfaceDeclarationStructure = { kind: StructureKind.Interface, ...shared };
      this.#declarations.set(key, declaration);
      this.#inside(() => {
        declaration.properties = this.#members(schema, name);
        const rest = this.#rest(schema, name);
        if (rest !== undefined) {
          declaration.indexSignatures = [{ keyName: 'key', keyType: 'string', returnType: rest, isReadonly: true }];
        }
      });
      return;
    }
    const declaration: TypeAliasDeclarationStructure = { kind: StructureKind.TypeAlias, ...shared, type: 'unknown' };
    this.#declarations.set(key, declaration);
    this.#open.push(name);
    this.#aliases.add(name);
    this.#depth += 1;
    const type = this.#expression(schema, name);
    this.#depth -= 1;
    this.#open.pop();
    declaration.type = schema.isBrand ? this.#branded(name, type) : type;
  }

  #branded(name: string, base: string): string {
    this.#brands.push({ name, base });
    return `${base} & { readonly __brand: ${JSON.stringify(name)} }`;
  }

  /** The type of `schema` where it is used; `wanted` names it if it must be declared and has no name of its own. */
  #use(schema: Schema, wanted: string): string {
    const known = this.#names.get(schema.id);
    // A type that consists of nothing but itself says nothing.
    if (known !== undefined) return this.#open.includes(known) ? 'unknown' : known;
    const isDeclared =
      shape.isPlainObject(schema) || schema.isBrand || (schema.name !== undefined && !shape.isSimple(schema));
    if (!isDeclared) return this.#expression(schema, wanted);
    const name = this.#scope.claim(schema.name === undefined ? wanted : pascalCase(schema.name));
    this.declare(schema, name, undefined);
    return name;
  }

  /** Writes what stands inside an object or a list, from where a type may refer to itself. */
  #inside<Result>(write: () => Result): Result {
    const open = this.#open;
    this.#open = [];
    const result = write();
    this.#open = open;
    return result;
  }

  #expression(schema: Schema, wanted: string): string {
    if (isNever(schema)) return 'never';
    if (schema.const !== undefined) return literalType(schema.const);
    if (schema.enum !== undefined) return this.#enumeration(schema, schema.enum);
    const parts = [
      ...(shape.isFrame(schema) ? [] : [this.#byType(schema, wanted)]),
      ...schema.allOf.map((part, index) => this.#use(part, `${wanted}Part${index + 1}`)),
      ...[schema.oneOf, schema.anyOf].filter((list) => list.length > 0).map((list) => this.#union(list, wanted)),
    ];
    const telling = [...new Set(parts)].filter((part) => part !== 'unknown');
    if (telling.length === 0) return 'unknown';
    return telling.length === 1 ? (telling[0] ?? 'unknown') : telling.map((part) => `(${part})`).join(' & ');
  }

  #enumeration({ isExtensibleEnum }: Schema, values: NonNullable<Schema['enum']>): string {
    const known = values.map(literalType).join(' | ');
    // `string & {}` keeps the known values as suggestions of an editor, where `string` alone would swallow them.
    return isExtensibleEnum && values.some((value) => typeof value === 'string') ? `${known} | (string & {})` : known;
  }

  #union(variants: readonly Schema[], wanted: string): string {
    const types = variants.map((variant, index) => this.#use(variant, variantName(variant, wanted, index)));
    return types.includes('unknown') ? 'unknown' : [...new Set(types)].join(' | ');
  }

  #byType(schema: Schema, wanted: string): string {
    const types = schema.types.length > 0 ? schema.types : shape.impliedTypes(schema);
    if (types.length === 0) return 'unknown';
    return [...new Set(types.map((type) => this.#ofType(type, schema, wanted)))].join(' | ');
  }

  #ofType(type: JsonType, schema: Schema, wanted: string): string {
    if (type === 'object') return this.#inside(() => this.#object(schema, wanted));
    if (type === 'array') return this.#inside(() => this.#array(schema, wanted));
    return type === 'integer' ? 'number' : type;
  }

  #object(schema: Schema, wanted: string): string {
    const rest = this.#rest(schema, wanted);
    if (!shape.hasMembers(schema)) {
      // An alias may lead back to itself through an object, and not through another alias such as Record.
      const mayRecur = this.#depth > 0 && namesIn(rest ?? '').some((name) => this.#aliases.has(name));
      return mayRecur
        ? `{ readonly [key: string]: ${String(rest)} }`
        : `Readonly<Record<string, ${rest ?? 'unknown'}>>`;
    }
    const members = this.#members(schema, wanted).map(
      ({ name, hasQuestionToken, type }) => `readonly ${name}${hasQuestionToken === true ? '?' : ''}: ${String(type)}`,
    );
    return `{ ${[...members, ...(rest === undefined ? [] : [`readonly [key: string]: ${rest}`])].join('; ')} }`;
  }

  #array(schema: Schema, wanted: string): string {
    const { items } = schema;
    if (items === undefined) return 'readonly unknown[]';
    if (!shape.isTuple(items)) return `readonly (${this.#use(items, `${wanted}Item`)})[]`;
    const fewest = shape.fewestItems(schema);
    const members = items.map(
      (item, index) => `(${this.#use(item, `${wanted}Item${index + 1}`)})${index < fewest ? '' : '?'}`,
    );
    const more = shape.additionalItemsOf(schema) ?? true;
    const rest = typeof more === 'boolean' ? 'unknown' : this.#use(more, `${wanted}MoreItems`);
    return `readonly [${[...members, ...(more === false ? [] : [`...(${rest})[]`])].join(', ')}]`;
  }

  #members(schema: Schema, owner: string): PropertySignatureStructure[] {
    const undeclared = new Set(schema.required);
    for (const { name } of schema.properties) undeclared.delete(name);
    return [
      ...schema.properties.map((property) => this.#member(property, owner)),
      ...[...undeclared].map((name) => signature({ name: propertyKey(name), type: 'unknown' })),
    ];
  }

  #member({ name, isRequired, schema, description }: Property, owner: string): PropertySignatureStructure {
    return signature({
      name: propertyKey(name),
      hasQuestionToken: !isRequired,
      type: this.#use(schema, `${owner}${pascalCase(name)}`),
      docs: schemaComment(schema, description),
    });
  }

  /** The type of properties that have no name in the contract; `undefined` if there are none. */
  #rest(schema: Schema, wanted: string): string | undefined {
    const { additionalProperties: more } = schema;
    const patterns = shape.patternsOf(schema);
    if (patterns.length === 0 && (more === undefined || more === false)) return undefined;
    // An index signature covers the named properties too, so theirs must fit it; and what no pattern matches is free.
    if (more === true || shape.hasMembers(schema) || (patterns.length > 0 && more === undefined)) return 'unknown';
    const schemas = [...patterns, ...(more === undefined || more === false ? [] : [more])];
    const types = schemas.map((one, index) => {
      if (typeof one === 'boolean') return one ? 'unknown' : 'never';
      return this.#use(one, schemas.length === 1 ? `${wanted}Value` : `${wanted}Value${index + 1}`);
    });
    return types.includes('unknown') ? 'unknown' : [...new Set(types)].join(' | ');
  }
}

const namesIn = (type: string): readonly string[] => type.match(/[\p{L}\p{N}_$]+/gu) ?? [];

const signature = (rest: Omit<PropertySignatureStructure, 'kind' | 'isReadonly'>): PropertySignatureStructure => ({
  kind: StructureKind.PropertySignature,
  isReadonly: true,
  ...rest,
});

/** A variant that a constant tells apart is named by it: `PaymentCard` for `method: { const: card }`. */
const variantName = (variant: Schema, wanted: string, index: number): string => {
  const constant = variant.properties.map(({ schema }) => schema.const).find((value) => typeof value === 'string');
  return wanted + (typeof constant === 'string' ? pascalCase(constant) : `Variant${index + 1}`);
};
