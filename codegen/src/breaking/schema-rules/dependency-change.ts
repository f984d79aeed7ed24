/** How `dependencies` changed: what must be there, or fit, if a property is there. */
import type { Schema } from '../../model/schema.js';
import { schemaMapOf } from './keyword-of.js';
import { underName } from './parts.js';
import type { Report, SchemaPair } from './rule.js';
import { isSameSchema } from './same-schema.js';
import { listText, object } from './words.js';

export const reportDependencies = (
  pair: SchemaPair,
  report: Report,
  { kind, fix }: { readonly kind: 'added' | 'removed'; readonly fix: string },
): void => {
  const [before, after] = [pair.previous, pair.current].map((schema) => schemaMapOf(schema, 'dependencies'));
  const [demanding, others] = kind === 'added' ? [after, before] : [before, after];
  for (const [name, demand] of demanding ?? []) {
    const other = others?.get(name);
    if (other !== undefined && (isSameSchema(demand, other) || !isMore(demand, other))) continue;
    report({
      at: (after?.get(name) ?? demand).range,
      previous: before?.get(name)?.range,
      message:
        kind === 'added'
          ? `If ${object(pair)} has ${JSON.stringify(name)}, ${demandText(demand)}; that is new.`
          : `If ${object(pair)} had ${JSON.stringify(name)}, ${demandText(demand)}; that is no more.`,
      fix,
      [kind === 'added' ? 'backward' : 'forward']: underName('dependencies', name, demand),
      twin: `dependency ${name}`,
    });
  }
};

/** Of lists of names only what is not in the other; of schemas nobody knows without comparing. */
const isMore = (demand: Schema, other: Schema): boolean =>
  !isNames(demand) || !isNames(other) || demand.required.some((name) => !other.required.includes(name));

const isNames = ({ keywords }: Schema): boolean => keywords.every(({ name }) => name === 'required');

const demandText = (demand: Schema): string =>
  isNames(demand) ? `it must have ${listText(demand.required)}` : 'it must fit a schema';
