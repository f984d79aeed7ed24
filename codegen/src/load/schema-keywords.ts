/** The keywords of JSON Schema draft 7 that contracts may use, and what stands under each. */
export type KeywordShape = 'value' | 'schema' | 'schemas' | 'schemaMap' | 'schemaOrSchemas' | 'schemaOrNamesMap';

export const schemaKeywords: ReadonlyMap<string, KeywordShape> = new Map([
  ...of(
    'value',
    'type enum const format title description default examples deprecated readOnly writeOnly $comment',
    'multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern',
    'maxItems minItems uniqueItems maxProperties minProperties required',
    'contentEncoding contentMediaType discriminator externalDocs $id $schema',
  ),
  ...of('schema', 'additionalProperties additionalItems contains propertyNames not if then else'),
  ...of('schemas', 'allOf anyOf oneOf'),
  ...of('schemaMap', 'properties patternProperties definitions'),
  ...of('schemaOrSchemas', 'items'),
  ...of('schemaOrNamesMap', 'dependencies'),
]);

/** Each has its check in emit/formats/, or is known there as one that only describes; a test holds the lists equal. */
export const knownFormats: readonly string[] = (
  'date-time date time duration email hostname ipv4 ipv6 uri uri-reference uri-template uuid regex json-pointer ' +
  'relative-json-pointer int32 int64 float double password binary byte idn-email idn-hostname iri iri-reference'
).split(' ');

/** What to write for keywords that people bring from OpenAPI, later drafts or habit. */
export const keywordRemedies: ReadonlyMap<string, string> = new Map([
  ['nullable', 'write a list of types, e.g. type: [string, "null"]'],
  ['$defs', 'write "definitions", or put the schema under components/schemas'],
  ['unevaluatedProperties', 'leave it out: writers are closed and readers open by themselves'],
  ['dependentRequired', 'write "dependencies"'],
  ['dependentSchemas', 'write "dependencies"'],
  ['prefixItems', 'write the list of schemas under "items"'],
  ['example', 'write "examples", a list'],
]);

function of(shape: KeywordShape, ...lists: string[]): [string, KeywordShape][] {
  return lists.flatMap((list) => list.split(' ')).map((name) => [name, shape]);
}
