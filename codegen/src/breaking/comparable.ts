/** A schema of a contract as it is validated on one side: closed where events are written, open where they are read. */
import { compilables, sharedId } from '../emit/validators/compilables.js';
import type { Schema } from '../model/schema.js';
import type { ComparableSchema } from './verdict.js';

/**
 * Who writes a message:
 * - `event`: code that is generated here. It refuses to write what the contract does not declare; readers ignore that.
 * - `strict`: anybody. What the contract does not forbid may be written.
 */
export type ContentModel = 'event' | 'strict';

export type Side = 'writer' | 'reader';

export const comparable = (schema: Schema, side: Side, contentModel: ContentModel): ComparableSchema => {
  const mode = side === 'writer' && contentModel === 'event' ? 'closed' : 'open';
  const { schemas, definitions } = compilables(new Map([[side, { schema, mode }]]));
  const isAlone = Object.keys(definitions).length === 0;
  return {
    // The name that was asked for is there.
    schema: schemas.get(side) ?? {},
    dialect: 'contract',
    others: new Map(isAlone ? [] : [[sharedId, { definitions }]]),
  };
};
