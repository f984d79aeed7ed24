/** A schema on its own, as a writer or a reader of it is compared with another version. */
import type { JsonValue } from '../../model/source.js';
import type { ContentModel, Side } from '../comparable.js';
import type { ComparableSchema } from '../verdict.js';
import { closeWriter } from './close-writer.js';
import { dialectOf } from './dialect-of.js';
import { openReader } from './open-reader.js';

export interface BareSide {
  readonly side: Side;
  readonly policy: ContentModel;
  /** Counts if the schema does not say it with `$schema`. */
  readonly draft?: string | undefined;
}

export const comparable = (schema: JsonValue, { side, policy, draft }: BareSide): ComparableSchema => {
  const declared: ComparableSchema = { schema, dialect: dialectOf(schema, draft), others: new Map() };
  if (policy === 'strict') return declared;
  return side === 'writer' ? closeWriter(declared) : openReader(declared);
};
