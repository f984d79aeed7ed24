/** One function of a module: compiled, folded and printed. */
import { propertyKey } from '../names.js';
import { formats } from '../formats/index.js';
import type { JsonObject } from '../../model/source.js';
import { blockOf } from './blocks.js';
import { renamed } from './code-text.js';
import { compileFunction } from './compile-function.js';
import { folded } from './fold.js';
import { withoutKnown } from './known.js';
import { printed } from './print.js';

export interface FunctionText {
  readonly text: string;
  /** Names that the text takes from elsewhere: helpers, and the checks of formats. */
  readonly helpers: readonly string[];
  readonly formats: readonly string[];
  /** Constants that stand before it, by name. */
  readonly values: readonly (readonly [name: string, code: string])[];
}

export interface FunctionOptions {
  readonly name: string;
  /** Whether callers ask which properties it knows. */
  readonly isTracked: boolean;
  /** The name under which a module has a value: the same for the same code. */
  readonly nameOfValue: (kind: string, code: string) => string;
}

/** @throws whatever ajv says of a schema it cannot compile */
export const functionText = (schema: JsonObject, { name, isTracked, nameOfValue }: FunctionOptions): FunctionText => {
  const { text, evaluated, values } = compileFunction(schema, { isTracked });
  const names = new Map([['validate0', name]]);
  // Loops over names use it, also where ajv does not.
  const constants = new Map([['hasOwn', hasOwn]]);
  for (const [value, code] of values) {
    const helper = helperOf(code);
    const wanted = helper ?? nameOfValue(/^[a-z]+/.exec(value)?.[0] ?? value, code);
    names.set(value, wanted);
    if (helper === undefined) constants.set(wanted, code);
  }
  const isDynamic = evaluated?.includes('"dynamicProps":true') === true;
  const own = withoutEvaluated(text, isDynamic);
  const block = withoutKnown(folded(blockOf(tuned(withoutPaths(renamed(own, names))))));
  const lines = [
    printed(block),
    ...(isTracked || isDynamic ? [`${name}.evaluated = ${evaluatedText(evaluated)};`] : []),
  ].join('\n');
  const words = new Set(lines.match(/[A-Za-z_$][\w$]*/g));
  return {
    text: lines,
    helpers: helpers.filter((helper) => words.has(helper)),
    formats: [...formats].flatMap(([format, { check }]) => (words.has(check) ? format : [])),
    values: [...constants].filter(([constant]) => words.has(constant)),
  };
};

const hasOwn = 'Object.prototype.hasOwnProperty';

/** What checks.ts exports for functions to use. */
const helpers = ['equal', 'ucs2length', 'within'];

const helperOf = (code: string): string | undefined => {
  const [, helper] = /^require\("ajv\/dist\/runtime\/(\w+)"\)\.default$/.exec(code) ?? [];
  if (helper !== undefined && !helpers.includes(helper))
    throw new Error(`ajv requires a helper that we do not have: ${code}`);
  return code === hasOwn ? 'hasOwn' : helper;
};

/** Of the properties that a valid object has: `true` for all, or each by name; or that only the value tells. */
const evaluatedText = (evaluated = '{}'): string => {
  // ajv writes it as JSON.
  const { props, dynamicProps } = JSON.parse(evaluated) as { props?: true | object; dynamicProps?: boolean };
  if (dynamicProps === true) return '{ dynamicProps: true }';
  if (typeof props !== 'object') return props === true ? '{ props: true }' : '{}';
  return `{ props: { ${Object.keys(props)
    .map((key) => `${propertyKey(key)}: true`)
    .join(', ')} } }`;
};

/** What a function knows of properties is forgotten before each call, if it depends on the value. Nobody asks for items. */
const withoutEvaluated = (text: string, isDynamic: boolean): string => {
  const own = text.replaceAll(
    /^(?:evaluated0\.items = .*;|if\(evaluated0\.dynamicItems\)\{\nevaluated0\.items = undefined;\n\})\n/gm,
    '',
  );
  return isDynamic ? own : own.replace(resetProperties, '');
};

const resetProperties =
  /const evaluated0 = validate0\.evaluated;\nif\(evaluated0\.dynamicProps\)\{\nevaluated0\.props = undefined;\n\}\n/;

/** Functions are told nothing but the data, and where in the contract a keyword stands is of no use at run time. */
const withoutPaths = (text: string): string =>
  text
    .replace(/\(data, \{instancePath="", parentData, parentDataProperty, rootData=data\}=\{\}\)/, '(data)')
    .replaceAll(/,schemaPath:"(?:[^"\\]|\\.)*"/g, '')
    .replaceAll('{instancePath,', '{instancePath:"",')
    .replaceAll('{instancePath:instancePath+', '{instancePath:')
    // The set may come from a branch that was not taken, or hold all names; ajv trusts that it is one.
    .replaceAll(/^(props\d+)\[(key\d+)\] = true;$/gm, 'if ($1 !== true) ($1 ??= {})[$2] = true;')
    // Every object has a `constructor`; only a declared one counts.
    .replaceAll(/!(props\d+)\[(key\d+)\]/g, '!hasOwn.call($1, $2)');

/** The same answers, sooner: most numbers are whole, and most texts are far from the limits of their length. */
const tuned = (text: string): string =>
  text
    .replaceAll(
      /\(\(\(typeof (\S+?) == "number"\) && \(!\(\1 % 1\) && !isNaN\(\1\)\)\) && \(isFinite\(\1\)\)\)/g,
      '(Number.isInteger($1))',
    )
    .replaceAll(/ucs2length\((\S+?)\) < 1\b/g, '$1.length < 1')
    .replaceAll(/ucs2length\((\S+?)\) > (\d+)/g, '$1.length > $2 && ucs2length($1) > $2')
    .replaceAll(/ucs2length\((\S+?)\) < (\d+)/g, (_whole, value: string, least: string) => {
      // A character is at most two units.
      return `${value}.length < ${Number(least) * 2} && ucs2length(${value}) < ${least}`;
    });
