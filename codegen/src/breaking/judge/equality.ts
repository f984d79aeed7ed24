/** `const`, `enum` and `uniqueItems` as generated validators have them: ajv's own stumble over members called `toString`. */
import type { FuncKeywordDefinition } from 'ajv';
import { equal } from '../../emit/checks.js';

const constant: FuncKeywordDefinition = {
  keyword: 'const',
  error: { message: 'must be equal to constant' },
  compile: (value: unknown) => (data: unknown) => equal(value, data),
};

const enumeration: FuncKeywordDefinition = {
  keyword: 'enum',
  schemaType: 'array',
  error: { message: 'must be equal to one of the allowed values' },
  compile: (values: readonly unknown[]) => (data: unknown) => values.some((value) => equal(value, data)),
};

const unique: FuncKeywordDefinition = {
  keyword: 'uniqueItems',
  type: 'array',
  schemaType: 'boolean',
  error: { message: 'must NOT have duplicate items' },
  compile: (isAsked: boolean) => (items: readonly unknown[]) => !isAsked || !hasRepeat(items),
};

/** Each replaces the keyword of the same name. */
export const equalityKeywords: readonly FuncKeywordDefinition[] = [constant, enumeration, unique];

const hasRepeat = (items: readonly unknown[]): boolean =>
  items.some((item, index) => items.slice(0, index).some((other) => equal(item, other)));
