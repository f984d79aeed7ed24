/** How `patternProperties` changed: which patterns came and went, and what that demands of names that match them. */
import type { Schema } from '../../model/schema.js';
import type { Direction } from '../change.js';
import { schemaMapOf, schemaOf } from './keyword-of.js';
import { underName } from './parts.js';
import { mapOf } from './path.js';
import type { Report, SchemaPair } from './rule.js';
import { object } from './words.js';

/** Names that match a pattern that came or went fall under `additionalProperties` on the side that does not have it. */
export const reportPatterns = (
  pair: SchemaPair,
  report: Report,
  { direction, fix }: { readonly direction: Direction; readonly fix: string },
): void => {
  const { previous, current } = pair;
  const reader = direction === 'backward' ? current : previous;
  const [before, after] = [previous, current].map((schema) => schemaMapOf(schema, 'patternProperties'));
  const patterns = new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])]);
  for (const pattern of patterns) {
    const [was, is] = [before?.get(pattern), after?.get(pattern)];
    if (was !== undefined && is !== undefined) continue;
    report({
      at: (is ?? was ?? current).range,
      previous: was?.range,
      message: `Names of ${object(pair)} that match ${JSON.stringify(pattern)} ${is === undefined ? 'had a schema of their own and have none' : 'have a schema of their own; they had none'}.`,
      fix,
      [direction]: demandOf(reader, pattern),
      twin: `pattern ${pattern}`,
    });
  }
};

const demandOf = (reader: Schema, pattern: string): Schema | undefined => {
  const own = schemaMapOf(reader, 'patternProperties').get(pattern);
  const others = schemaOf(reader, 'additionalProperties');
  if (own !== undefined) return underName('patternProperties', pattern, own);
  return others === undefined ? undefined : mapOf(reader, others);
};
