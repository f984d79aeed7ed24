/** Two keywords that ajv writes as we want them: calls of other validators, and formats that are our own functions. */
import { _ as code, type CodeKeywordDefinition, type KeywordCxt, Name, str } from 'ajv';
import { mergeEvaluated } from 'ajv/dist/compile/util.js';
import { formats } from '../formats/index.js';

/** Stands for a `$ref`: the name of the function that validates what is here. */
export const callKeyword = 'validator';

/** ajv's own names of what the functions that it writes keep. */
const errors = new Name('errors');
const allErrors = new Name('vErrors');

/** Tells where an error is, seen from the caller. Is imported by what calls it, like all that `helpers` names. */
const within = new Name('within');

/**
 * ajv's `$ref` hands a path and three more values to each function it calls, which costs as much as a small validation.
 * Ours take the data alone, and the caller completes the paths of their errors when there are any.
 */
export const callDefinition: CodeKeywordDefinition = {
  keyword: callKeyword,
  schemaType: 'string',
  code: (context: KeywordCxt) => {
    const { gen, it, data } = context;
    const validate = new Name(String(context.schema));
    const found = it.errorPath.emptyStr()
      ? code`${validate}.errors`
      : code`${within}(${it.errorPath}, ${validate}.errors)`;
    const fail = (): void => {
      if (it.compositeRule === true) {
        gen.assign(allErrors, code`${allErrors} === null ? ${found} : ${allErrors}.concat(${found})`);
        gen.assign(errors, code`${allErrors}.length`);
      } else {
        gen.code(code`${it.validateName}.errors = ${found}`);
        gen.return(false);
      }
    };
    const succeed = (): void => {
      if (it.opts.unevaluated !== true || it.props === true) return;
      // A copy: what is declared beside the call is added to it.
      const known = code`${validate}.evaluated.props`;
      const props = gen.var('props', code`${known} === true || {...${known}}`);
      it.props = mergeEvaluated.props(gen, props, it.props, Name);
    };
    context.result(code`${validate}(${data})`, succeed, fail);
  },
};

export const formatDefinition: CodeKeywordDefinition = {
  keyword: 'format',
  type: ['number', 'string'],
  schemaType: 'string',
  error: {
    message: ({ schemaCode }) => str`must match format "${schemaCode}"`,
    params: ({ schemaCode }) => code`{format: ${schemaCode}}`,
  },
  code: (context: KeywordCxt, ruleType?: string) => {
    const format = formats.get(String(context.schema));
    if (format !== undefined && format.type === ruleType)
      context.pass(code`${new Name(format.check)}(${context.data})`);
  },
};
