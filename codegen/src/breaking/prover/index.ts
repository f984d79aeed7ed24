/** Values that one schema accepts and another refuses, or a proof that there are none. */
import type { JsonValue } from '../../model/source.js';
import type { ComparableSchema } from '../verdict.js';
import { canonical } from './canonical.js';
import { TermReader } from './read-terms.js';
import { ownAddress } from './references.js';
import { Solver } from './solver.js';
import { Terms } from './terms.js';
import { UnreadableSchemaError } from './unreadable.js';

export type Proof =
  /** The schemas say the same, term by term. */
  | { readonly kind: 'equal' }
  /** Every combination ends in a contradiction. */
  | { readonly kind: 'exhausted' }
  /** Built to be accepted by the writer and refused by the reader; where only ajv knows, it may be neither. */
  | { readonly kind: 'counterexamples'; readonly values: readonly JsonValue[] }
  | { readonly kind: 'unknown'; readonly reason: string };

/** @param limit how many counterexamples are wanted */
export const prove = (writer: ComparableSchema, reader: ComparableSchema, limit: number): Proof => {
  const compared = compare(writer, reader, limit, false);
  if (!compared.hasSiblings || (compared.proof.kind !== 'equal' && compared.proof.kind !== 'exhausted'))
    return compared.proof;
  // Draft 7 and ajv differ: only what both say is proved.
  const { proof } = compare(writer, reader, limit, true);
  if (proof.kind === 'equal' || proof.kind === 'exhausted') return proof;
  return {
    kind: 'unknown',
    reason: 'It depends on whether what stands beside a $ref counts: ajv says that it does, draft 7 that it does not.',
  };
};

interface Compared {
  readonly proof: Proof;
  /** Whether draft 7 would ignore some of it. */
  readonly hasSiblings: boolean;
}

const compare = (
  writer: ComparableSchema,
  reader: ComparableSchema,
  limit: number,
  ignoresSiblings: boolean,
): Compared => {
  const terms = new Terms();
  const readers = [
    new TermReader(terms, reader, 'reader', ignoresSiblings),
    new TermReader(terms, writer, 'writer', ignoresSiblings),
  ] as const;
  const proof = (): Proof => {
    const read = readers[0].read(reader.schema, ownAddress);
    if (read === terms.yes) return { kind: 'exhausted' };
    const written = readers[1].read(writer.schema, ownAddress);
    const { terms: known, roots } = canonical(terms, [written, read]);
    const [left = known.no, right = known.no] = roots;
    if (left === right) return { kind: 'equal' };
    const { values, isComplete, reason } = new Solver(known).values([left, -right], limit);
    if (values.length > 0) return { kind: 'counterexamples', values };
    if (isComplete && readers.every(({ hasRoundedValues }) => hasRoundedValues)) {
      return {
        kind: 'unknown',
        reason: 'Integers above 2^53 were rounded when they were read: others may have been written.',
      };
    }
    if (isComplete) return { kind: 'exhausted' };
    return { kind: 'unknown', reason: reason ?? 'Not every combination was looked at.' };
  };
  try {
    return {
      proof: proof(),
      hasSiblings: isDraft7([writer, reader]) && readers.some(({ hasSiblings }) => hasSiblings),
    };
  } catch (error) {
    return { proof: { kind: 'unknown', reason: reasonOf(error) }, hasSiblings: false };
  }
};

/** Contracts were written for our validators, and older drafts have no other meaning. */
const isDraft7 = (schemas: readonly ComparableSchema[]): boolean =>
  schemas.some(({ dialect }) => dialect === 'draft-07');

const reasonOf = (error: unknown): string => {
  if (error instanceof UnreadableSchemaError) return error.message;
  if (error instanceof RangeError) return 'The schema is nested too deeply.';
  throw error;
};
