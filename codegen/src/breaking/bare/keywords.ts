/** What stands below each keyword of the drafts, and what it says about the value around it. */

/** Below these stand values, which may look like schemas. */
export const valueKeywords: ReadonlySet<string> = new Set(['const', 'enum', 'default', 'examples', 'example']);

/** One schema, or a list of them. */
const schemaKeywords =
  'items additionalItems unevaluatedItems contains additionalProperties unevaluatedProperties propertyNames ' +
  'not if then else contentSchema allOf anyOf oneOf prefixItems';

export const holdsSchemas: ReadonlySet<string> = new Set(schemaKeywords.split(' '));

/** Schemas by name. */
export const holdsNamedSchemas: ReadonlySet<string> = new Set([
  'properties',
  'patternProperties',
  'dependencies',
  'dependentSchemas',
]);

/** Lead to a schema elsewhere. */
export const references: ReadonlySet<string> = new Set(['$ref', '$dynamicRef', '$recursiveRef']);

/** Say where a schema is found and what it is for, and nothing about what is valid. */
export const annotations: ReadonlySet<string> = new Set(
  (
    '$schema $id $anchor $dynamicAnchor $recursiveAnchor $vocabulary $comment $defs definitions title description default ' +
    'example examples deprecated readOnly writeOnly contentEncoding contentMediaType contentSchema'
  ).split(' '),
);

/** Branches that describe the object itself; what they declare counts as declared. */
export const inPlace: ReadonlySet<string> = new Set(
  'allOf anyOf oneOf then else dependencies dependentSchemas'.split(' '),
);

/** Questions about a value, not declarations of it: closing them would turn their answers. */
export const questions: ReadonlySet<string> = new Set(['not', 'contains', 'propertyNames']);
