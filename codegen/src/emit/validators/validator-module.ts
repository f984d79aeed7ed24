/** A module of validators: which functions it has, from which schemas, and what it imports. */
import { posix } from 'node:path';
import type { Schema } from '../../model/schema.js';
import type { JsonObject } from '../../model/source.js';
import { NameScope } from '../names.js';
import type { Mode } from './compilable-schema.js';

/** A function that some module exports. */
export interface ValidatorFunction {
  readonly module: ValidatorModule;
  readonly name: string;
  /** Without what tells its mode. */
  readonly base: string;
  readonly schema: Schema;
  readonly mode: Mode;
}

export interface PlannedFunction {
  readonly validator: ValidatorFunction;
  /** As ajv compiles it; calls of other functions stand in it by their names in this module. */
  readonly compilable: JsonObject;
}

export class ValidatorModule {
  /** e.g. `order-service/validators/order-placed.js` */
  readonly path: string;
  /** File of the contract that its schemas stand in. */
  readonly source: string;
  /** What its functions are called, without what tells their mode. */
  readonly base: string;
  readonly scope = new NameScope();
  readonly functions: PlannedFunction[] = [];
  /** By module: the names of functions there, and here. */
  readonly imports = new Map<string, Map<string, string>>();

  constructor(place: { readonly path: string; readonly source: string; readonly base: string }) {
    this.path = place.path;
    this.source = place.source;
    this.base = place.base;
  }

  /** @returns the name under which this module knows the function */
  use({ module, name }: ValidatorFunction): string {
    if (module === this) return name;
    const names = this.imports.get(module.path) ?? new Map<string, string>();
    this.imports.set(module.path, names);
    const alias = names.get(name) ?? this.scope.claim(name);
    names.set(name, alias);
    return alias;
  }
}

/** What an import in the file `from` writes for the file `to`. */
export const relativeTo = (from: string, to: string): string => {
  const path = posix.relative(posix.dirname(from), to);
  return path.startsWith('../') ? path : `./${path}`;
};
