/** One schema to the text of one function, by ajv. */
import { Ajv, type SchemaObject } from 'ajv';
import unevaluated from 'ajv/dist/vocabularies/unevaluated/index.js';
import type { JsonObject, JsonValue } from '../../model/source.js';
import { callDefinition, formatDefinition } from './ajv-keywords.js';

export interface CompiledFunction {
  /** As ajv writes it, one statement a line, without indentation. */
  readonly text: string;
  /** What ajv says of the properties that a valid object has; set if the schema asks for it. */
  readonly evaluated: string | undefined;
  /** Values that the text names, by their names in it. */
  readonly values: ReadonlyMap<string, string>;
}

/**
 * ajv's standalone code is one file for all schemas, in which every function has a number. Here is one ajv for each
 * function, which is cheap (0.07 ms), so that its text depends on its own schema alone.
 * @throws whatever ajv says of a schema it cannot compile
 */
export const compileFunction = (
  schema: JsonObject,
  { isTracked }: { readonly isTracked: boolean },
): CompiledFunction => {
  // Draft 7 has no such keyword; without it the functions are shorter and faster.
  const needsUnevaluated = isTracked || JSON.stringify(schema).includes('"unevaluatedProperties"');
  const ajv = new Ajv({
    // Loading has looked at every keyword; the schema of schemas takes longer than the rest.
    strict: false,
    // JSON has no NaN and no Infinity: written, both would become null.
    strictNumbers: true,
    validateSchema: false,
    meta: false,
    allowUnionTypes: true,
    ownProperties: true,
    inlineRefs: false,
    unevaluated: needsUnevaluated,
    // Only its text is wanted: what ajv evaluates instead of it is nothing.
    code: { source: true, esm: true, lines: true, process: () => 'return () => true' },
  });
  if (needsUnevaluated) ajv.addVocabulary(unevaluated.default);
  ajv.removeKeyword('format').addKeyword(formatDefinition).addKeyword(callDefinition);
  const { source } = ajv.compile(schema as SchemaObject); // a JSON object is one
  if (source === undefined) throw new Error('ajv keeps no source.');
  const values = new Map<string, string>();
  for (const names of Object.values(source.scopeValues)) {
    for (const name of names ?? []) {
      if (name.prefix !== 'schema') values.set(name.str, String(name.value?.code));
    }
  }
  const body = withoutSchemas(source.validateCode, schema, values);
  return { text: body, evaluated: source.evaluated === undefined ? undefined : String(source.evaluated), values };
};

/** Of the schema itself, functions read the values of `enum` and `const`, and types: each becomes a constant. */
const withoutSchemas = (text: string, schema: JsonObject, values: Map<string, string>): string => {
  const known = new Map<string, string>();
  return mapAccess(text, (path) => {
    const read = valueAt(schema, path);
    // Of many properties only the names are asked for.
    const isNames = path.at(-1) === 'properties' && typeof read === 'object' && read !== null;
    const value = JSON.stringify(isNames ? Object.fromEntries(Object.keys(read).map((name) => [name, true])) : read);
    const name = known.get(value) ?? `values${known.size}`;
    known.set(value, name);
    values.set(name, value);
    return name;
  });
};

const mapAccess = (text: string, replace: (path: readonly string[]) => string): string =>
  text.replaceAll(access, (whole: string, quoted: string | undefined, path: string | undefined) => {
    if (quoted !== undefined || path === undefined) return whole;
    // Keys in brackets are written as JSON.
    const keys = [...path.matchAll(/\.([A-Za-z_$][\w$]*)|\[("(?:[^"\\]|\\.)*"|\d+)\]/g)].map(([, name, key = '""']) =>
      name === undefined ? String(JSON.parse(key)) : name,
    );
    return replace(keys);
  });

/** A text, which is left alone, or `schema0.properties["a b"].enum`. */
const access =
  /("(?:[^"\\]|\\.)*")|(?<![\w$.])schema\d+(?![\w$])((?:\.[A-Za-z_$][\w$]*|\[(?:"(?:[^"\\]|\\.)*"|\d+)\])*)/g;

const valueAt = (schema: JsonValue, path: readonly string[]): JsonValue =>
  path.reduce<JsonValue>((value, key) => {
    const below: unknown = Object.entries(value ?? {}).find(([name]) => name === key)?.[1];
    return below as JsonValue; // what is below JSON is JSON
  }, schema);
