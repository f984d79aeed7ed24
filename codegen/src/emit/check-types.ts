/** Schemas that look as if they allowed one type and allow every other one too. */
import { errorAt } from '../load/places.js';
import type { ContractSet } from '../model/contract.js';
import { type JsonType, type Keyword, type Schema, schemasUnder } from '../model/schema.js';
import type { Finding } from '../report/finding.js';

/**
 * `properties` without `type: object` is valid of texts, numbers and lists as well: the generated type would promise
 * what the validator does not check.
 */
export const untypedSchemas = ({ documents }: ContractSet): readonly Finding[] => {
  const found: Finding[] = [];
  const seen = new Set<string>();
  const visit = (schema: Schema | boolean, isPart: boolean): void => {
    if (typeof schema === 'boolean' || seen.has(`${String(isPart)} ${schema.id}`)) return;
    seen.add(`${String(isPart)} ${schema.id}`);
    const wrong = isPart ? undefined : untyped(schema);
    if (wrong !== undefined) {
      const message = `"${wrong.keyword.name}" says something about ${wrong.type}s only, and without a type any other value is valid here.`;
      found.push(errorAt(wrong.keyword.range, 'schema-type', message, `add type: ${wrong.type}`));
    }
    for (const { name, value } of schema.keywords) {
      for (const below of schemasUnder(value)) visit(below, parts.has(name));
    }
  };
  const messages = documents.flatMap(({ channels }) => channels.flatMap((channel) => channel.messages));
  for (const { payload } of messages) if (payload !== undefined) visit(payload, false);
  return found;
};

/** Describe a value whose type the schema around them may give. */
const parts = new Set([
  'allOf',
  'anyOf',
  'oneOf',
  'not',
  'if',
  'then',
  'else',
  'propertyNames',
  'contains',
  'dependencies',
]);

const untyped = (schema: Schema): { keyword: Keyword; type: JsonType } | undefined => {
  const isTold = schema.enum !== undefined || schema.const !== undefined;
  if (schema.types.length > 0 || isTold || schema.keywords.some(({ name }) => parts.has(name))) return undefined;
  for (const keyword of schema.keywords) {
    const type = typeBy.get(keyword.name);
    if (type !== undefined) return { keyword, type };
  }
  return undefined;
};

const typeBy: ReadonlyMap<string, JsonType> = new Map([
  ...of('object', 'properties patternProperties additionalProperties required minProperties maxProperties'),
  ...of('array', 'items additionalItems minItems maxItems uniqueItems'),
  ...of('string', 'pattern minLength maxLength format'),
  ...of('number', 'minimum maximum exclusiveMinimum exclusiveMaximum multipleOf'),
]);

function of(type: JsonType, names: string): [string, JsonType][] {
  return names.split(' ').map((name) => [name, type]);
}
