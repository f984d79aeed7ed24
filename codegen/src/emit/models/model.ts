/** What a service's payloads are in any language: objects, enumerations and tagged unions, each with a name of its own. */

import type { SourceRange } from '../../model/source.js';

export type Model = ObjectModel | EnumModel | UnionModel;

export interface ObjectModel {
  readonly kind: 'object';
  readonly name: string;
  readonly description: string | undefined;
  readonly properties: readonly ModelProperty[];
}

export interface ModelProperty {
  /** As in JSON. */
  readonly name: string;
  /** Of the name in the contract. */
  readonly range: SourceRange;
  readonly description: string | undefined;
  readonly type: ModelType;
  readonly isRequired: boolean;
  /** Whether JSON's `null` may stand there. */
  readonly isNullable: boolean;
  /** The one text that may stand there. */
  readonly constant: string | undefined;
}

export interface EnumModel {
  readonly kind: 'enum';
  readonly name: string;
  readonly description: string | undefined;
  /** All texts, or all whole numbers of 32 bits. */
  readonly values: readonly string[] | readonly number[];
}

/** One of several objects; the property `tag` tells which. */
export interface UnionModel {
  readonly kind: 'union';
  readonly name: string;
  readonly description: string | undefined;
  readonly tag: string;
  /** Names of object models, and the value of the tag in each. */
  readonly variants: readonly { readonly name: string; readonly value: string }[];
}

export type ModelType =
  | { readonly kind: 'scalar'; readonly type: Scalar; readonly format: string | undefined }
  | { readonly kind: 'named'; readonly name: string }
  | { readonly kind: 'list' | 'map'; readonly of: ModelType }
  | { readonly kind: 'any' };

export type Scalar = 'string' | 'integer' | 'number' | 'boolean';
