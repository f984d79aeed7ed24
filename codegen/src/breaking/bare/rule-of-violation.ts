/** Which rule a bare pair breaks: without places, the keyword that refuses the witness says it best. */
import type { Direction } from '../change.js';
import type { JsonValue } from '../../model/source.js';
import { get, isList, isObject, objectAt } from '../schema-node.js';
import type { ComparableSchema, Witness } from '../verdict.js';

interface Compared {
  readonly direction: Direction;
  readonly writer: ComparableSchema;
  readonly reader: ComparableSchema;
}

/** @returns the id of a rule; `undefined` if the keyword does not tell */
export const ruleOfViolation = ({ value, violation }: Witness, compared: Compared): string | undefined => {
  const { direction, writer } = compared;
  const isBackward = direction === 'backward';
  const { keyword, message, instancePath } = violation;
  const has = (name: string): boolean => mentions(writer.schema, (schema) => get(schema, name) !== undefined);
  switch (keyword) {
    case 'required': {
      const [, name = ''] = /'(.*)'/s.exec(message) ?? [];
      const isDeclared = mentions(writer.schema, (schema) => Object.hasOwn(objectAt(schema, 'properties'), name));
      if (!isBackward) return isDeclared ? 'PROP_BECAME_OPTIONAL' : 'PROP_REQUIRED_REMOVED';
      return isDeclared ? 'PROP_BECAME_REQUIRED' : 'PROP_REQUIRED_ADDED';
    }
    case 'type':
      if (valueAt(value, instancePath) === null) return isBackward ? 'NULLABLE_REMOVED' : 'NULLABLE_ADDED';
      return 'TYPE_CHANGED';
    case 'enum':
      if (!isBackward) return 'ENUM_VALUE_ADDED';
      return has('enum') ? 'ENUM_VALUE_REMOVED' : 'ENUM_ADDED';
    case 'format':
      return has('format') ? 'FORMAT_CHANGED' : 'FORMAT_ADDED';
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return isBackward ? 'RANGE_NARROWED' : 'RANGE_WIDENED';
    case 'minLength':
    case 'maxLength':
      return isBackward ? 'LENGTH_NARROWED' : 'LENGTH_WIDENED';
    case 'pattern':
      return isBackward ? 'PATTERN_NARROWED' : 'PATTERN_WIDENED';
    default:
      return rules.get(keyword);
  }
};

const rules: ReadonlyMap<string, string> = new Map([
  ['const', 'CONST_CHANGED'],
  ['multipleOf', 'MULTIPLE_OF_CHANGED'],
  ['items', 'ITEMS_NARROWED'],
  ['additionalItems', 'ITEMS_NARROWED'],
  ['unevaluatedItems', 'ITEMS_NARROWED'],
  ['minItems', 'ITEM_COUNT_NARROWED'],
  ['maxItems', 'ITEM_COUNT_NARROWED'],
  ['uniqueItems', 'UNIQUE_ITEMS_ADDED'],
  ['contains', 'CONTAINS_ADDED'],
  ['additionalProperties', 'OBJECT_CLOSED'],
  ['unevaluatedProperties', 'OBJECT_CLOSED'],
  ['propertyNames', 'PROPERTY_NAMES_NARROWED'],
  ['dependencies', 'DEPENDENT_REQUIRED_ADDED'],
  ['dependentRequired', 'DEPENDENT_REQUIRED_ADDED'],
  ['if', 'CONDITION_ADDED'],
  ['anyOf', 'UNION_VARIANT_REMOVED'],
  ['oneOf', 'UNION_OVERLAP_ADDED'],
  ['not', 'NOT_WIDENED'],
]);

const mentions = (
  value: JsonValue,
  isIt: (schema: Readonly<Record<string, JsonValue>>) => boolean,
  nodes = { left: 20_000 },
): boolean => {
  nodes.left -= 1;
  if (nodes.left < 0) return false;
  if (isList(value)) return value.some((one) => mentions(one, isIt, nodes));
  return isObject(value) && (isIt(value) || Object.values(value).some((one) => mentions(one, isIt, nodes)));
};

const valueAt = (value: JsonValue, pointer: string): JsonValue | undefined => {
  let at: JsonValue | undefined = value;
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (isList(at)) at = at[Number(key)];
    else at = isObject(at) ? get(at, key) : undefined;
  }
  return at;
};
