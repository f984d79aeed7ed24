import { createHash } from 'node:crypto';
import { Ajv, type ErrorObject } from 'ajv';
import unevaluated from 'ajv/dist/vocabularies/unevaluated/index.js';
import { formats } from '../emit/formats/index.js';
import { type Compilables, compilables, sharedId, type Wanted } from '../emit/validators/compilables.js';
import type { Message } from '../model/contract.js';
import type { Schema } from '../model/schema.js';
import type { JsonValue } from '../model/source.js';

/** Each problem once, or ajv's sentence about a schema that it refuses. */
export type Problems = readonly ErrorObject[] | string;

/** What of a message has a schema, and examples. */
export const messageParts = ['payload', 'headers'] as const;

/** The writer checks payloads as closed; headers are open to whatever a transport adds. */
export const wantedOf = (message: Message): [string, Wanted][] =>
  messageParts.flatMap((part) => {
    const schema = message[part];
    return schema === undefined
      ? []
      : [[nameIn(part, schema), { schema, mode: part === 'payload' ? 'closed' : 'open' }]];
  });

/** A word without a colon: before one, ajv would see the scheme of a URI. */
export const nameIn = (part: string, { id }: Schema): string => `${part}-${encodeURIComponent(id)}`;

/**
 * What generated validators would say of values: the schemas are the very ones that they are compiled from.
 * One ajv for all of them, because making one takes longer than compiling a payload (33 s against 4 s for 1,000 messages).
 * It does not check the schemas as such: reading the contracts has done that, with places.
 */
export const examinerOf = (wanted: ReadonlyMap<string, Wanted>): ((name: string, value: JsonValue) => Problems) => {
  const compiled = compilables(wanted);
  const { schemas, definitions } = compiled;
  const ajv = new Ajv({
    allErrors: true,
    strict: false,
    ownProperties: true,
    formats: Object.fromEntries(formats),
    unevaluated: true,
    validateSchema: false,
    // A validator runs once or twice here: making it quick takes a fifth of the time of the rule.
    code: { optimize: false },
  });
  ajv.addVocabulary(unevaluated.default);
  ajv.addSchema({ definitions }, sharedId);
  const examine = (name: string, value: JsonValue): Problems => {
    try {
      const validate = ajv.getSchema(name) ?? ajv.addSchema(schemas.get(name) ?? false, name).getSchema(name);
      validate?.(value);
      const errors = withoutConsequences(validate?.errors ?? []);
      return [...new Map(errors.map((error) => [identityOf(error), error])).values()];
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  };
  return (name, value) => {
    const question = hashOf(textOf(name, compiled), JSON.stringify(value));
    const problems = known.get(question) ?? examine(name, value);
    if (known.size >= knownMax) known.clear();
    known.set(question, problems);
    return problems;
  };
};

/** What was found before, by schema and value: compiling takes longer than all rules together, and most stay as they are. */
const known = new Map<string, Problems>();

const knownMax = 50_000;

/** A schema with all that it refers to. */
const textOf = (name: string, { schemas, definitions }: Compilables): string => {
  const texts = [JSON.stringify(schemas.get(name))];
  const seen = new Set<string>();
  for (const text of texts) {
    for (const [, definition = ''] of text.matchAll(/"shared#\/definitions\/(\w+)"/g)) {
      if (seen.has(definition)) continue;
      seen.add(definition);
      texts.push(`${definition} ${JSON.stringify(definitions[definition])}`);
    }
  }
  return texts.join('\n');
};

const hashOf = (...texts: readonly string[]): string => {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(`${text}\n`);
  return hash.digest('base64');
};

/**
 * Of a value that fits no form of a `oneOf`, ajv says what is wrong with it in each of them, and that its properties are
 * declared by none. That it fits no form is the problem; the rest is guessing which one was meant.
 */
const withoutConsequences = (errors: readonly ErrorObject[]): readonly ErrorObject[] => {
  const choices = errors.filter(({ keyword }) => keyword === 'oneOf' || keyword === 'anyOf');
  const isConsequence = (error: ErrorObject, choice: ErrorObject): boolean =>
    error.instancePath === choice.instancePath
      ? !choices.includes(error)
      : error.instancePath.startsWith(`${choice.instancePath}/`);
  return errors
    .filter(({ keyword }) => keyword !== 'if' && keyword !== 'allOf')
    .filter((error) => !choices.some((choice) => isConsequence(error, choice)));
};

/** A closed schema asks some questions twice: as the reader does, and as the writer does. */
const identityOf = ({ instancePath, message, params }: ErrorObject): string =>
  JSON.stringify([instancePath, message, params]);
