import { Ajv, type ErrorObject } from 'ajv';
import unevaluated from 'ajv/dist/vocabularies/unevaluated/index.js';
import { formats } from '../emit/checks.js';
import { compilables, sharedId, type Wanted } from '../emit/validators/compilable-schema.js';
import type { JsonValue } from '../model/source.js';

/**
 * What a generated validator would say of a value: the schema is the very one that it is compiled from.
 * @returns each problem once, or ajv's sentence about a schema that it refuses
 */
export const problemsIn = (wanted: Wanted, value: JsonValue): readonly ErrorObject[] | string => {
  const { schemas, definitions } = compilables(new Map([['wanted', wanted]]));
  const ajv = new Ajv({ allErrors: true, strict: false, ownProperties: true, formats, unevaluated: true });
  ajv.addVocabulary(unevaluated.default);
  ajv.addSchema({ definitions }, sharedId);
  try {
    ajv.validate(schemas.get('wanted') ?? false, value);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const errors = withoutConsequences(ajv.errors ?? []);
  return [...new Map(errors.map((error) => [identityOf(error), error])).values()];
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
