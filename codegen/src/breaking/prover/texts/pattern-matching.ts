/** Whether a text matches a `pattern`, asked of the engine itself. */

/** @returns `undefined` if the pattern is no regular expression with the flag `u`, which is how ajv compiles it */
export const matches = (pattern: string, text: string): boolean | undefined => expressionOf(pattern)?.test(text);

/** @returns `undefined` if there is none */
export const expressionOf = (pattern: string): RegExp | undefined => {
  const known = expressions.get(pattern);
  if (known !== undefined || expressions.has(pattern)) return known;
  const expression = compiled(pattern);
  expressions.set(pattern, expression);
  return expression;
};

const expressions = new Map<string, RegExp | undefined>();

const compiled = (pattern: string): RegExp | undefined => {
  try {
    return new RegExp(pattern, 'u');
  } catch {
    return undefined;
  }
};
