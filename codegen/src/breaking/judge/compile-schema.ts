/** A schema to a function that says whether a value is valid, by ajv with the options of generated validators. */
import { createRequire } from 'node:module';
import { Ajv, type AnySchema, type Options } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import unevaluated from 'ajv/dist/vocabularies/unevaluated/index.js';
import { formats } from '../../emit/formats/index.js';
import type { JsonValue } from '../../model/source.js';
import { isObject } from '../schema-node.js';
import type { ComparableSchema, Violation } from '../verdict.js';
import { equalityKeywords } from './equality.js';

/** What cannot be judged is unknown: whoever compares schemas catches it, so that it ends no command. */
export class JudgeError extends Error {
  constructor(
    message: string,
    /** ajv compiles the schema, and other values can be judged. */
    readonly isAboutValue: boolean,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'JudgeError';
  }
}

/** @returns `undefined` if the value is valid. @throws JudgeError if ajv gives up on the value */
export type Validate = (value: JsonValue) => Violation | undefined;

/** @throws JudgeError if ajv cannot compile it */
export const compileSchema = (comparable: ComparableSchema): Validate => {
  const validate = compile(comparable);
  return (value) => {
    let isValid: unknown;
    try {
      isValid = validate(value);
    } catch (error) {
      throw new JudgeError(`ajv gives up on a value: ${sentence(error)}`, true, { cause: error });
    }
    if (isValid === true) return undefined;
    const errors = validate.errors ?? [];
    // Errors of branches come first, and what they made invalid comes last; only "if" says less than its branches.
    const found = errors.findLast(({ keyword }) => keyword !== 'if');
    const { instancePath = '', keyword = 'false schema', message = 'is refused' } = found ?? {};
    return { instancePath, keyword, message };
  };
};

const compile = ({ schema, others, dialect }: ComparableSchema): ReturnType<Ajv['compile']> => {
  if (typeof schema !== 'boolean' && !isObject(schema)) {
    throw new JudgeError(`A schema is an object or a boolean, not ${JSON.stringify(schema).slice(0, 40)}.`, false);
  }
  try {
    const text = JSON.stringify([schema, ...others.values()]);
    const ajv = judgeFor(dialect, { ...options, meta: text.includes('json-schema.org/') });
    for (const [id, other] of others) ajv.addSchema(other as AnySchema, id); // if it is no schema, ajv says so
    return ajv.compile(schema);
  } catch (error) {
    throw new JudgeError(`ajv cannot compile the schema: ${sentence(error)}`, false, { cause: error });
  }
};

/** @see emit/validators/compile-function.ts */
const options: Options = {
  strict: false,
  strictNumbers: true,
  validateSchema: false,
  ownProperties: true,
  allowUnionTypes: true,
  logger: false,
  // Others are annotations.
  formats: Object.fromEntries(formats),
};

const judgeFor = (dialect: ComparableSchema['dialect'], settings: Options): Ajv => {
  const ajv = newAjv(dialect, settings);
  // Draft 4 called the id so; since then it is a word like any other.
  ajv.removeKeyword('id');
  for (const definition of equalityKeywords) ajv.removeKeyword(String(definition.keyword)).addKeyword(definition);
  return ajv;
};

const newAjv = (dialect: ComparableSchema['dialect'], settings: Options): Ajv => {
  if (dialect === '2020-12') return new Ajv2020(settings);
  if (dialect === '2019-09') return new Ajv2019(settings);
  if (dialect === 'contract') return new Ajv({ ...settings, unevaluated: true }).addVocabulary(unevaluated.default);
  const ajv = new Ajv(settings);
  return settings.meta === true ? ajv.addMetaSchema(require('ajv/dist/refs/json-schema-draft-06.json') as object) : ajv; // ajv has it
};

const require = createRequire(import.meta.url);

/** ajv's words, without the stack, as one sentence. */
const sentence = (error: unknown): string => {
  if (error instanceof RangeError) return 'it never ends.';
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return line.endsWith('.') ? line : `${line}.`;
};
