/** Doc comments of types: the contract's description, what a value must be besides its type, and what it means for users. */
import type { JSDocStructure } from 'ts-morph';
import type { Schema } from '../model/schema.js';
import type { JsonValue } from '../model/source.js';
import { comment } from './comment.js';
import { constraintsOf } from './constraint-words.js';

export const schemaComment = (schema: Schema, description: string | undefined): JSDocStructure[] =>
  comment(description, rulesOf(schema), privacyOf(schema), schema.isDeprecated ? '@deprecated' : undefined);

const rulesOf = (schema: Schema): string | undefined => {
  const rules = [
    ...formatOf(schema),
    // Constants and enumerations are in the type itself.
    ...constraintsOf(schema)
      .filter(({ words }) => words !== 'always' && words !== 'one of')
      .map(({ words, values }) => [words, ...values.map(code)].join(' ')),
  ].join(', ');
  return rules === '' ? undefined : `${rules.charAt(0).toUpperCase()}${rules.slice(1)}.`;
};

const formatOf = ({ format, types }: Schema): readonly string[] => {
  // Validators refuse what JSON.parse would round.
  if (format === 'int64') return ['whole number, of 64 bits only up to ±(2^53 − 1): larger ones would be rounded'];
  if (types.includes('integer')) return ['whole number'];
  return format === undefined ? [] : [`format ${format}`];
};

const code = (value: JsonValue): string => `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;

const privacyOf = ({ isPii }: Schema): string | undefined =>
  isPii ? 'Personal: redacted in logs, tools and pages.' : undefined;
