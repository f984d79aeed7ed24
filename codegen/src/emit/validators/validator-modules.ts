/**
 * The modules of validators of a contract set. A schema that is referred to has a module of its own, under the file that
 * defines it, whoever refers to it; in it is one function for each mode that is needed. Modules may import each other in
 * circles: nothing is called before all of them are loaded, and function declarations are there from the start.
 */
import type { ContractSet } from '../../model/contract.js';
import type { Schema } from '../../model/schema.js';
import type { JsonObject } from '../../model/source.js';
import { camelCase, kebabCase, NameScope, pascalCase } from '../names.js';
import { callKeyword } from './ajv-keywords.js';
import { compilable, isLeaf, type Mode, type Place } from './compilable-schema.js';
import { ValidatorModule, type ValidatorFunction } from './validator-module.js';

/** Where a schema without a name of its own is at home. */
export interface Home {
  /** Folder of the document, e.g. `order-service`. */
  readonly folder: string;
  /** e.g. `orderPlaced` */
  readonly name: string;
}

export class ValidatorModules {
  readonly #contracts: ContractSet;
  readonly #paths = new NameScope();
  readonly #modules = new Map<string, ValidatorModule>();
  readonly #functions = new Map<string, ValidatorFunction>();
  readonly #waiting: ValidatorFunction[] = [];

  constructor(contracts: ContractSet) {
    this.#contracts = contracts;
  }

  /** @returns the function that validates `schema`, which `plan` plans with all that it calls */
  functionOf(schema: Schema, mode: Mode, home?: Home): ValidatorFunction {
    const key = `${mode} ${schema.id}`;
    const known = this.#functions.get(key);
    if (known !== undefined) return known;
    const module = this.#moduleOf(schema, home);
    return this.#add(key, module, module.base, schema, mode);
  }

  /** @returns all modules, with the functions that were asked for and all that these call */
  plan(): readonly ValidatorModule[] {
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) this.#plan(next);
    return [...this.#modules.values()];
  }

  #plan(validator: ValidatorFunction): void {
    const { module, schema, mode } = validator;
    const refer = (used: Schema, wanted: Mode, place: Place): JsonObject | undefined => {
      const called = this.#called(validator, used, wanted, place);
      return called === undefined ? undefined : { [callKeyword]: module.use(called) };
    };
    module.functions.push({ validator, compilable: compilable(schema, mode, refer) });
  }

  /** @returns `undefined` if the schema is written where it is used */
  #called(from: ValidatorFunction, schema: Schema, mode: Mode, { keyword, key }: Place): ValidatorFunction | undefined {
    if (from.mode === 'both' && from.schema === schema) return this.functionOf(schema, mode);
    if (schema.name !== undefined && !isSmall(schema)) return this.functionOf(schema, mode);
    // A function that tries several schemas is longer all over, so that what tries stands apart.
    if (!values.has(keyword) || !tries(schema)) return undefined;
    const known = `${mode} ${schema.id} in ${from.module.path}`;
    const base = `${from.base}${pascalCase(key === '' || keyword === 'items' ? (wordFor[keyword] ?? keyword) : key)}`;
    return this.#functions.get(known) ?? this.#add(known, from.module, base, schema, mode);
  }

  #add(key: string, module: ValidatorModule, base: string, schema: Schema, mode: Mode): ValidatorFunction {
    const added = { module, name: module.scope.claim(`${base}${suffixes[mode]}`), base, schema, mode };
    this.#functions.set(key, added);
    this.#waiting.push(added);
    return added;
  }

  #moduleOf({ id, name, range }: Schema, home: Home | undefined): ValidatorModule {
    const known = this.#modules.get(id);
    if (known !== undefined) return known;
    const base = name === undefined ? (home?.name ?? 'schema') : camelCase(name);
    const folder = name === undefined && home !== undefined ? home.folder : this.#folderOf(range.file);
    const path = `${this.#paths.claim(`${folder}/validators/${kebabCase(base) || 'schema'}`)}.js`;
    const module = new ValidatorModule({ path, source: range.file, base });
    this.#modules.set(id, module);
    return module;
  }

  /** `order-service` for the document, `shared/money` for what several documents share. */
  #folderOf(file: string): string {
    const { folder, documents } = this.#contracts;
    const document = documents.find((one) => one.file === file);
    if (document !== undefined) return document.service;
    const path = file.startsWith(`${folder}/`) ? file.slice(folder.length + 1) : file;
    const parts = path
      .replace(/\.\w+$/, '')
      .split('/')
      .map(kebabCase);
    return parts.filter((part) => part !== '').join('/');
  }
}

/** What tells apart the functions of one schema. */
const suffixes: Readonly<Record<Mode, string>> = {
  open: 'Reader',
  closed: 'Writer',
  part: 'Part',
  condition: 'Condition',
  both: 'Both',
};

/** Written where it is used: a call would be longer, and slower. */
const isSmall = (schema: Schema): boolean => isLeaf(schema) && (schema.enum?.length ?? 0) < enumMax;

const enumMax = 20;

/** Keywords below which another value is described. */
const values = new Set(['properties', 'patternProperties', 'additionalProperties', 'items', 'additionalItems']);

const wordFor: Readonly<Record<string, string>> = {
  items: 'item',
  additionalProperties: 'value',
  additionalItems: 'item',
};

const tries = ({ keywords }: Schema): boolean =>
  keywords.some(({ name }) =>
    ['anyOf', 'oneOf', 'not', 'if', 'contains', 'propertyNames', 'dependencies'].includes(name),
  );
