/** Source nodes to schemas, `$ref`s followed; an unknown keyword is a finding, never skipped in silence. */
import type { Profile } from '../model/contract.js';
import {
  anySchema,
  type JsonType,
  type Keyword,
  type KeywordValue,
  type Property,
  type Schema,
} from '../model/schema.js';
import type { JsonValue, MapEntry, MapNode, SourceNode } from '../model/source.js';
import type { Finding, Severity } from '../report/finding.js';
import { didYouMean } from '../report/near-miss.js';
import { errorAt, findingAt } from './places.js';
import { wrongValue } from './keyword-values.js';
import { unicodePattern } from './unicode-pattern.js';
import { keywordRemedies, knownFormats, schemaKeywords } from './schema-keywords.js';
import type { SourceFolder } from './source-folder.js';
import { entryOf, isTrue, jsonOf, textOf, valueOf } from './source-tree.js';

/** Keys that may stand beside a `$ref`: they describe, and do not change what is valid. */
const besideReference = new Set(['$ref', 'description', 'title', 'examples', 'deprecated']);

const jsonTypes: readonly JsonType[] = ['string', 'number', 'integer', 'boolean', 'null', 'array', 'object'];

/** A schema while it is filled; a recursive one is referred to before it is complete. */
type Draft = { -readonly [Key in keyof Schema]: Schema[Key] };

export class SchemaReader {
  readonly findings: Finding[] = [];
  readonly #folder: SourceFolder;
  /** Of what has no effect on what is valid: contracts written for us are cleared of it. */
  readonly #severity: Severity;
  readonly #isAny: boolean;
  readonly #known = new Map<SourceNode, Draft>();
  readonly #checkedReferences = new Set<SourceNode>();

  constructor(folder: SourceFolder, profile: Profile) {
    this.#folder = folder;
    this.#isAny = profile === 'any';
    this.#severity = this.#isAny ? 'warning' : 'error';
  }

  /** @returns `undefined` if a reference leads nowhere or this is no schema; there is a finding then. */
  read(node: SourceNode): Schema | undefined {
    const schema = this.#schema(node);
    if (typeof schema !== 'boolean') return schema;
    if (this.#isAny) return booleanSchema(node, schema, '');
    this.findings.push(
      errorAt(node.range, 'schema-shape', `"${schema}" is not enough here; write an object with a "type".`),
    );
    return undefined;
  }

  #schema(node: SourceNode): Schema | boolean | undefined {
    this.#checkBesideReference(node);
    const resolved = this.#folder.resolve(node);
    if (resolved === undefined) return undefined;
    const { node: definition, name } = resolved;
    if (definition.kind === 'scalar' && typeof definition.value === 'boolean') return definition.value;
    if (definition.kind !== 'map') {
      const message = 'A schema is an object with keywords like "type" and "properties", or true or false.';
      this.findings.push(errorAt(definition.range, 'schema-shape', message));
      return undefined;
    }
    const known = this.#known.get(definition);
    if (known !== undefined) {
      known.name ??= name;
      return known;
    }
    const draft = emptySchema(definition, name);
    this.#known.set(definition, draft);
    this.#fill(draft, definition);
    return draft;
  }

  #fill(draft: Draft, node: MapNode): void {
    draft.keywords = node.entries.flatMap((entry) => this.#keyword(entry) ?? []);
    const words = new Map(draft.keywords.map(({ name, value }) => [name, value]));
    draft.types = this.#types(node);
    draft.enum = this.#list(node, 'enum');
    draft.const = jsonKeyword(words.get('const'));
    draft.required = this.#texts(node, 'required');
    draft.additionalProperties = schemaKeyword(words.get('additionalProperties'));
    draft.items = itemsKeyword(words.get('items'), node);
    for (const name of ['allOf', 'anyOf', 'oneOf'] as const) {
      const value = words.get(name);
      draft[name] =
        value?.kind === 'schemas' ? value.schemas.map((schema, index) => full(schema, node, `${name}/${index}`)) : [];
    }
    draft.properties = this.#properties(node, draft, words.get('properties'));
  }

  #keyword(entry: MapEntry): Keyword | undefined {
    const { key, keyRange, value } = entry;
    const shape = key.startsWith('x-') ? 'value' : schemaKeywords.get(key);
    if (shape === undefined) {
      const message = `"${key}" is not a keyword of JSON Schema draft 7, so what it asks for would not be checked.`;
      const fix = keywordRemedies.get(key) ?? didYouMean(key, schemaKeywords.keys());
      this.findings.push(findingAt(keyRange, this.#severity, 'unknown-keyword', message, fix));
      return undefined;
    }
    const read = this.#keywordValue(entry, shape);
    // What cannot be read has its finding; without a pattern that is none the rest can still be made sense of.
    if (read === undefined && key === 'pattern') return undefined;
    return { name: key, range: keyRange, value: read ?? { kind: 'value', json: jsonOf(value) } };
  }

  #keywordValue({ key, value, keyRange }: MapEntry, shape: string): KeywordValue | undefined {
    if (shape === 'value') return this.#plainValue(key, value);
    if (shape === 'schema' || (shape === 'schemaOrSchemas' && value.kind !== 'list')) {
      const schema = this.#schema(value);
      return schema === undefined ? undefined : { kind: 'schema', schema };
    }
    if (shape === 'schemaMap' || shape === 'schemaOrNamesMap') {
      if (value.kind !== 'map') return this.#wrong(keyRange, `"${key}" is an object: a schema for each name.`);
      const schemas = value.entries.map(({ key: name, value: below }) => {
        const isNames = shape === 'schemaOrNamesMap' && below.kind === 'list';
        return [name, isNames ? requiring(below) : (this.#schema(below) ?? true)] as const;
      });
      return { kind: 'schemaMap', schemas };
    }
    if (value.kind !== 'list' || value.items.length === 0) {
      return this.#wrong(keyRange, `"${key}" is a list of schemas with at least one in it.`);
    }
    return { kind: 'schemas', schemas: value.items.map((item) => this.#schema(item) ?? true) };
  }

  #plainValue(key: string, node: SourceNode): KeywordValue | undefined {
    const json = jsonOf(node);
    if (key === 'pattern' && typeof json === 'string') return this.#pattern(json, node);
    const wanted = wrongValue(key, json);
    if (wanted !== undefined) this.#wrong(node.range, `"${key}" is ${wanted}, not ${JSON.stringify(json)}.`);
    if (key === 'format' && typeof json === 'string' && !knownFormats.includes(json)) {
      const message = `"${json}" is not a format that validators check; they check ${knownFormats.join(', ')}.`;
      const finding = findingAt(node.range, this.#severity, 'unknown-format', message, 'write a "pattern" instead');
      this.findings.push(finding);
    }
    return { kind: 'value', json };
  }

  /** A pattern that only works without the flag `u`, in which validators are compiled, is written so that it works with it. */
  #pattern(source: string, node: SourceNode): KeywordValue | undefined {
    const json = unicodePattern(source);
    if (json !== undefined) return { kind: 'value', json };
    const message = `"pattern" is ${JSON.stringify(source)}, which is no regular expression of ECMAScript with the flag u.`;
    this.findings.push(findingAt(node.range, this.#severity, 'schema-shape', message, 'without it any text is valid'));
    return undefined;
  }

  #properties(node: MapNode, draft: Draft, value: KeywordValue | undefined): readonly Property[] {
    const source = valueOf(node, 'properties');
    if (value?.kind !== 'schemaMap' || source?.kind !== 'map') return [];
    return value.schemas.flatMap(([name, schema], index) => {
      const entry = source.entries[index];
      if (entry === undefined) return [];
      const below = full(schema, entry.value, '');
      return {
        name,
        isRequired: draft.required.includes(name),
        schema: below,
        description: textOf(entry.value, 'description') ?? below.description,
        isPii: below.isPii || isTrue(entry.value, 'x-pii'),
        range: entry.keyRange,
      };
    });
  }

  #types(node: MapNode): readonly JsonType[] {
    const value = valueOf(node, 'type');
    if (value === undefined) return [];
    const words = value.kind === 'list' ? value.items : [value];
    return words.flatMap((word) => {
      const type = jsonTypes.find((known) => word.kind === 'scalar' && word.value === known);
      if (type !== undefined) return type;
      const isNull = word.kind === 'scalar' && word.value === null;
      const message = `${JSON.stringify(jsonOf(word))} is not a type; JSON Schema has ${jsonTypes.join(', ')}.`;
      this.findings.push(errorAt(word.range, 'schema-shape', message, isNull ? 'write "null" in quotes' : undefined));
      return [];
    });
  }

  #list(node: MapNode, key: string): readonly JsonValue[] | undefined {
    const entry = entryOf(node, key);
    if (entry === undefined) return undefined;
    if (entry.value.kind === 'list' && entry.value.items.length > 0) return entry.value.items.map(jsonOf);
    return this.#wrong(entry.keyRange, `"${key}" is a list with at least one value.`);
  }

  #texts(node: MapNode, key: string): readonly string[] {
    const entry = entryOf(node, key);
    if (entry === undefined) return [];
    const items = entry.value.kind === 'list' ? entry.value.items.map(jsonOf) : [null];
    const texts = items.filter((item) => typeof item === 'string');
    if (texts.length === items.length) return texts;
    return this.#wrong(entry.keyRange, `"${key}" is a list of property names.`) ?? texts;
  }

  #checkBesideReference(node: SourceNode): void {
    if (node.kind !== 'map' || entryOf(node, '$ref') === undefined || this.#checkedReferences.has(node)) return;
    this.#checkedReferences.add(node);
    for (const { key, keyRange } of node.entries) {
      if (besideReference.has(key) || key.startsWith('x-')) continue;
      const message = `"${key}" beside "$ref" has no effect in JSON Schema draft 7.`;
      this.findings.push(findingAt(keyRange, this.#severity, 'reference-sibling', message, 'put both under "allOf"'));
    }
  }

  #wrong(range: MapEntry['keyRange'], message: string): undefined {
    this.findings.push(errorAt(range, 'schema-shape', message));
  }
}

const emptySchema = (node: MapNode, name: string | undefined): Draft => ({
  ...anySchema,
  id: `${node.range.file}#${node.range.pointer}`,
  range: node.range,
  name,
  title: textOf(node, 'title'),
  description: textOf(node, 'description'),
  isDeprecated: isTrue(node, 'deprecated'),
  isPii: isTrue(node, 'x-pii'),
  isBrand: isTrue(node, 'x-brand'),
  isExtensibleEnum: isTrue(node, 'x-extensible-enum'),
  format: textOf(node, 'format'),
});

const asMap = (node: SourceNode): MapNode =>
  node.kind === 'map' ? node : { kind: 'map', range: node.range, entries: [] };

/** `true` or `false` as a schema with keywords that say the same. @param part what tells it apart from `node` itself */
export const booleanSchema = (node: SourceNode, isValid: boolean, part: string): Schema => {
  const schema = emptySchema(asMap(node), undefined);
  const id = part === '' ? schema.id : `${schema.id}/${part}`;
  const never: Keyword = { name: 'not', range: node.range, value: { kind: 'schema', schema: true } };
  return { ...schema, id, keywords: isValid ? [] : [never] };
};

const full = (schema: Schema | boolean, node: SourceNode, part: string): Schema =>
  typeof schema === 'boolean' ? booleanSchema(node, schema, part) : schema;

/** `dependencies: { a: [b] }` as the schema that it is short for. */
const requiring = (names: SourceNode): Schema => {
  const json = jsonOf(names);
  const required = Array.isArray(json) ? json.filter((name) => typeof name === 'string') : [];
  const keyword: Keyword = { name: 'required', range: names.range, value: { kind: 'value', json: required } };
  return { ...emptySchema(asMap(names), undefined), required, keywords: [keyword] };
};

const jsonKeyword = (value: KeywordValue | undefined): JsonValue | undefined =>
  value?.kind === 'value' ? value.json : undefined;

const schemaKeyword = (value: KeywordValue | undefined): Schema | boolean | undefined =>
  value?.kind === 'schema' ? value.schema : undefined;

const itemsKeyword = (value: KeywordValue | undefined, node: MapNode): Schema['items'] => {
  if (value?.kind === 'schema') return full(value.schema, node, 'items');
  if (value?.kind !== 'schemas') return undefined;
  return value.schemas.map((schema, index) => full(schema, node, `items/${index}`));
};
