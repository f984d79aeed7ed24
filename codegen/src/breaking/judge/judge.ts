/**
 * Whether a value shows that a change breaks: the writer's schema accepts it and the reader's refuses it, says ajv.
 * Nothing else makes a `Witness`, so that no verdict `breaking` rests on our own reasoning alone.
 */
import type { JsonValue } from '../../model/source.js';
import type { ComparableSchema, Violation } from '../verdict.js';
import { compileSchema, type Validate } from './compile-schema.js';

export type Side = 'writer' | 'reader';

let newWitness: (value: JsonValue, violation: Violation) => Witness;

/** A value that the writer accepts and the reader refuses. Only `Judge.confirm` makes one. */
export class Witness {
  /** Makes an object that merely looks the same another type. */
  declare private readonly isConfirmed: true;

  private constructor(
    readonly value: JsonValue,
    /** What the reader says of it. */
    readonly violation: Violation,
  ) {}

  static {
    newWitness = (value, violation) => new Witness(value, violation);
  }
}

export class Judge {
  constructor(
    readonly writer: ComparableSchema,
    readonly reader: ComparableSchema,
  ) {}

  /** @throws JudgeError if ajv cannot compile the schema or gives up on the value */
  accepts(side: Side, value: JsonValue): boolean {
    return validatorOf(this[side])(value) === undefined;
  }

  /** @returns `undefined` if the value is no witness. @throws JudgeError like `accepts` */
  confirm(value: JsonValue): Witness | undefined {
    // What travels is text: there is no -0 in it, nothing undefined and nothing infinite.
    const travelled = JSON.parse(JSON.stringify(value)) as JsonValue; // JSON is read as nothing else
    const violation = validatorOf(this.reader)(travelled);
    return violation !== undefined && this.accepts('writer', travelled) ? newWitness(travelled, violation) : undefined;
  }
}

export const judgeOf = (writer: ComparableSchema, reader: ComparableSchema): Judge => new Judge(writer, reader);

/** Compiling takes a thousand times as long as judging a value, and a proof needs none of it: only when asked, and once. */
const validatorOf = (comparable: ComparableSchema): Validate => {
  const validate = known.get(comparable) ?? compileSchema(comparable);
  known.set(comparable, validate);
  return validate;
};

const known = new WeakMap<ComparableSchema, Validate>();
