/** Schemas to TypeScript types: readonly, exact, never `any`. */
import type {
  InterfaceDeclarationStructure,
  PropertySignatureStructure,
  TypeAliasDeclarationStructure,
} from 'ts-morph';
import { StructureKind } from 'ts-morph';
import type { JsonType, Property, Schema } from '../model/schema.js';
import { comment } from './comment.js';
import { literalType } from './literal.js';
import { type NameScope, pascalCase, propertyKey } from './names.js';

export type TypeDeclaration = InterfaceDeclarationStructure | TypeAliasDeclarationStructure;

/** Collects the types of one folder: each object, enumeration or union is declared once, under its own name. */
export class TypeEmitter {
  readonly #declarations = new Map<string, TypeDeclaration>();
  readonly #names = new Map<string, string>();
  readonly #scope: NameScope;

  constructor(scope: NameScope) {
    this.#scope = scope;
  }

  get declarations(): readonly TypeDeclaration[] {
    return [...this.#declarations.values()];
  }

  /** Declares `schema` as `name`, which the caller has claimed. */
  declare(schema: Schema, name: string, description: string | undefined): void {
    this.#names.set(schema.id, name);
    const isInterface = isPlainObject(schema);
    // Reserves the place before what it consists of, so that readers meet the message first.
    const shared = { name, isExported: true, docs: comment(description ?? schema.description, deprecation(schema)) };
    if (isInterface) {
      const declaration: InterfaceDeclarationStructure = { kind: StructureKind.Interface, ...shared };
      this.#declarations.set(schema.id, declaration);
      declaration.properties = this.#members(schema, name);
      const rest = this.#rest(schema, name);
      if (rest !== undefined) {
        declaration.indexSignatures = [{ keyName: 'key', keyType: 'string', returnType: rest, isReadonly: true }];
      }
      return;
    }
    const declaration: TypeAliasDeclarationStructure = { kind: StructureKind.TypeAlias, ...shared, type: 'unknown' };
    this.#declarations.set(schema.id, declaration);
    declaration.type = this.#expression(schema, name);
  }

  /** The type of `schema` where it is used; `wanted` names it if it must be declared and has no name of its own. */
  #use(schema: Schema, wanted: string): string {
    const known = this.#names.get(schema.id);
    if (known !== undefined) return known;
    if (!isPlainObject(schema) && (schema.name === undefined || isSimple(schema)))
      return this.#expression(schema, wanted);
    const name = this.#scope.claim(schema.name === undefined ? wanted : pascalCase(schema.name));
    this.declare(schema, name, undefined);
    return name;
  }

  #expression(schema: Schema, wanted: string): string {
    if (schema.const !== undefined) return literalType(schema.const);
    if (schema.enum !== undefined) return schema.enum.map(literalType).join(' | ');
    const variants = [schema.oneOf, schema.anyOf].filter((list) => list.length > 0);
    const parts = [
      ...(isAboutNothingElse(schema) ? [] : [this.#byType(schema, wanted)]),
      ...schema.allOf.map((part, index) => this.#use(part, `${wanted}Part${index + 1}`)),
      ...variants.map((list) =>
        list.map((variant, index) => this.#use(variant, variantName(variant, wanted, index))).join(' | '),
      ),
    ];
    if (parts.length === 0) return 'unknown';
    return parts.length === 1 ? (parts[0] ?? 'unknown') : parts.map((part) => `(${part})`).join(' & ');
  }

  #byType(schema: Schema, wanted: string): string {
    const types = schema.types.length > 0 ? schema.types : impliedTypes(schema);
    if (types.length === 0) return 'unknown';
    return [...new Set(types.map((type) => this.#ofType(type, schema, wanted)))].join(' | ');
  }

  #ofType(type: JsonType, schema: Schema, wanted: string): string {
    if (type === 'object') return this.#object(schema, wanted);
    if (type === 'array') return this.#array(schema, wanted);
    return type === 'integer' ? 'number' : type;
  }

  #object(schema: Schema, wanted: string): string {
    const rest = this.#rest(schema, wanted);
    if (!hasMembers(schema)) return `Readonly<Record<string, ${rest ?? 'unknown'}>>`;
    const members = this.#members(schema, wanted).map(
      ({ name, hasQuestionToken, type }) => `readonly ${name}${hasQuestionToken === true ? '?' : ''}: ${String(type)}`,
    );
    return `{ ${[...members, ...(rest === undefined ? [] : [`readonly [key: string]: ${rest}`])].join('; ')} }`;
  }

  #array({ items, keywords }: Schema, wanted: string): string {
    if (items === undefined) return 'readonly unknown[]';
    if (!isTuple(items)) return `readonly (${this.#use(items, `${wanted}Item`)})[]`;
    const required = keywords.find(({ name }) => name === 'minItems')?.value;
    const fewest = required?.kind === 'value' && typeof required.json === 'number' ? required.json : 0;
    const isClosed = keywords.some(
      ({ name, value }) => name === 'additionalItems' && value.kind === 'schema' && value.schema === false,
    );
    const members = items.map(
      (item, index) => `(${this.#use(item, `${wanted}Item${index + 1}`)})${index < fewest ? '' : '?'}`,
    );
    return `readonly [${[...members, ...(isClosed ? [] : ['...unknown[]'])].join(', ')}]`;
  }

  #members(schema: Schema, owner: string): PropertySignatureStructure[] {
    const undeclared = schema.required.filter((name) => !schema.properties.some((property) => property.name === name));
    return [
      ...schema.properties.map((property) => this.#member(property, owner)),
      ...undeclared.map((name) => signature({ name: propertyKey(name), type: 'unknown' })),
    ];
  }

  #member({ name, isRequired, schema, description }: Property, owner: string): PropertySignatureStructure {
    return signature({
      name: propertyKey(name),
      hasQuestionToken: !isRequired,
      type: this.#use(schema, `${owner}${pascalCase(name)}`),
      docs: comment(description, deprecation(schema)),
    });
  }

  /** The type of properties that have no name in the contract; `undefined` if there are none. */
  #rest(schema: Schema, wanted: string): string | undefined {
    const { additionalProperties: more } = schema;
    if (schema.keywords.some(({ name }) => name === 'patternProperties')) return 'unknown';
    if (more === undefined || more === false) return undefined;
    // An index signature covers the named properties too, so theirs must fit it.
    if (more === true || hasMembers(schema)) return 'unknown';
    return this.#use(more, `${wanted}Value`);
  }
}

const signature = (rest: Omit<PropertySignatureStructure, 'kind' | 'isReadonly'>): PropertySignatureStructure => ({
  kind: StructureKind.PropertySignature,
  isReadonly: true,
  ...rest,
});

const isTuple = (items: Schema | readonly Schema[]): items is readonly Schema[] => Array.isArray(items);

const deprecation = (schema: Schema): string | undefined => (schema.isDeprecated ? '@deprecated' : undefined);

const hasMembers = (schema: Schema): boolean => schema.properties.length > 0 || schema.required.length > 0;

const isComposed = ({ allOf, oneOf, anyOf }: Schema): boolean => allOf.length + oneOf.length + anyOf.length > 0;

/** What an interface can say: named properties and nothing on top of them. */
const isPlainObject = (schema: Schema): boolean =>
  hasMembers(schema) &&
  !isComposed(schema) &&
  schema.enum === undefined &&
  schema.const === undefined &&
  schema.types.every((type) => type === 'object');

/** Text, number and truth need no name of their own. */
const isSimple = (schema: Schema): boolean =>
  !isComposed(schema) &&
  schema.enum === undefined &&
  schema.types.length > 0 &&
  schema.types.every((type) => type !== 'object' && type !== 'array');

/** Only a frame around `allOf`, `oneOf` or `anyOf`. */
const isAboutNothingElse = (schema: Schema): boolean =>
  isComposed(schema) && !hasMembers(schema) && schema.items === undefined && schema.additionalProperties === undefined;

const impliedTypes = (schema: Schema): readonly JsonType[] => {
  if (hasMembers(schema) || schema.additionalProperties !== undefined) return ['object'];
  return schema.items === undefined ? [] : ['array'];
};

/** A variant that a constant tells apart is named by it: `PaymentCard` for `method: { const: card }`. */
const variantName = (variant: Schema, wanted: string, index: number): string => {
  const constant = variant.properties.map(({ schema }) => schema.const).find((value) => typeof value === 'string');
  return wanted + (typeof constant === 'string' ? pascalCase(constant) : `Variant${index + 1}`);
};
