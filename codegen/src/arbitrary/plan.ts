/**
 * How valid values of a schema are generated: a tree that says which fast-check combinator stands where.
 * One plan, two readers: `emit/testing` prints it as code, `build-arbitrary.ts` builds arbitraries of it at once.
 */
import type { JsonValue } from '../model/source.js';

export type Plan =
  /** Any JSON value. */
  | { readonly kind: 'json' }
  /** One of these; a single one is a constant. */
  | { readonly kind: 'constants'; readonly values: readonly JsonValue[] }
  | { readonly kind: 'boolean' }
  | TextPlan
  | NumberPlan
  | ListPlan
  /** Exactly these items; shorter and longer tuples are options of a union. */
  | { readonly kind: 'tuple'; readonly items: readonly Plan[] }
  | RecordPlan
  | MapPlan
  | { readonly kind: 'union'; readonly options: readonly Plan[] }
  /** To a definition, by its id. */
  | { readonly kind: 'reference'; readonly to: string }
  /** No value is valid, or none can be generated. */
  | { readonly kind: 'impossible'; readonly reason: string };

export interface TextPlan {
  readonly kind: 'text';
  /** Both absent: printable characters of all scripts, one code point each. */
  readonly pattern?: string;
  readonly format?: TextFormat;
  /** In code points. */
  readonly minLength: number;
  readonly maxLength: number | undefined;
}

/** Formats that have a generator. */
export const textFormats = ['date-time', 'date', 'time', 'email', 'uuid', 'uri', 'hostname', 'ipv4', 'ipv6'] as const;
export type TextFormat = (typeof textFormats)[number];

export interface NumberPlan {
  readonly kind: 'integer' | 'number';
  readonly min: number | undefined;
  readonly max: number | undefined;
  /** Of `number` only: the bound itself is not valid. */
  readonly isMinExcluded: boolean;
  readonly isMaxExcluded: boolean;
  /** `multipleOf`; `min` and `max` then count steps. */
  readonly step: number | undefined;
}

export interface ListPlan {
  readonly kind: 'list';
  readonly items: Plan;
  readonly minLength: number;
  readonly maxLength: number | undefined;
  readonly isUnique: boolean;
  /** One item more, of this plan (`contains`). */
  readonly contained?: Plan;
}

export interface RecordPlan {
  readonly kind: 'record';
  readonly members: readonly Member[];
  /** Bounds that the required members alone do not meet. */
  readonly minProperties: number;
  readonly maxProperties: number | undefined;
  /** Properties that have no name in the contract. */
  readonly rest?: MapPlan;
}

export interface Member {
  readonly name: string;
  readonly isRequired: boolean;
  readonly plan: Plan;
}

export interface MapPlan {
  readonly kind: 'map';
  readonly keys: Plan;
  readonly values: Plan;
  readonly minKeys: number;
  readonly maxKeys: number | undefined;
}

/** A schema that is planned once, however often it is used. */
export interface Definition {
  readonly id: string;
  /** Of a schema that has a name; others are written where they are used, unless they contain themselves. */
  readonly name: string | undefined;
  readonly plan: Plan;
  /** Every generated value is valid. Otherwise values are generated that come close, and the validator picks. */
  readonly isCertain: boolean;
  /** What is generated has, by its form, the type that the emitter of types gives the schema. */
  readonly isTyped: boolean;
}

/** Definitions that contain each other, or one that stands alone. */
export interface Group {
  readonly definitions: readonly Definition[];
  readonly isRecursive: boolean;
  /** Of a recursive group: by id of a definition, the plan of its values that end at once. */
  readonly leaves: ReadonlyMap<string, Plan>;
}

/** Plans of many schemas; a group stands behind those that it refers to. */
export interface Plans {
  readonly groups: readonly Group[];
  /** @returns the plan of a schema that was asked for, by its id */
  readonly definition: (id: string) => Definition;
}

export const impossible = (reason: string): Plan => ({ kind: 'impossible', reason });
