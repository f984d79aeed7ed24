import type { JsonValue } from '../../model/source.js';
import type { Property, Schema } from '../../model/schema.js';
import { allSchemas, declaredProperties, requiredNames } from '../contract-walk.js';
import type { LintContext, LintRule } from '../rule.js';
import { nameOf, shown } from '../source-places.js';

export const discriminatorTag: LintRule = {
  id: 'discriminator-tag',
  severity: 'warning',
  profiles: ['streampact'],
  purpose:
    'Without a tag that differs in every form of a "oneOf", code has to guess which one it got, and a value may fit two forms and be refused.',
  check: (context) => {
    for (const schema of allSchemas(context.contracts)) {
      // Null beside one form is how a value says that it may be missing; texts and numbers are told apart by their type.
      const forms = schema.oneOf.filter(({ types }) => !types.includes('null')).filter(isObject);
      if (forms.length > 1) checkForms(context, schema, forms);
    }
  },
};

const checkForms = (context: LintContext, schema: Schema, forms: readonly Schema[]): void => {
  const { contracts, report } = context;
  const tag = tagOf(schema, forms);
  const keyword = schema.keywords.find(({ name }) => name === 'oneOf');
  if (tag === undefined) {
    const problem = `The ${forms.length} forms of this "oneOf" have no property in common that tells them apart.`;
    const fix = 'give each a required property such as kind with a "const" of its own';
    report.at(keyword?.range ?? nameOf(contracts, schema.range), problem, fix);
    return;
  }
  const taken = new Map<string, number>();
  forms.forEach((form, index) => {
    const property = declaredProperties(form).find(({ name }) => name === tag);
    const value = property === undefined ? undefined : constantOf(property);
    const which = `form ${index + 1}${form.name === undefined ? '' : ` (${form.name})`}`;
    const range = property?.range ?? nameOf(contracts, form.range);
    if (value === undefined) {
      report.at(
        range,
        `The tag "${tag}" of this "oneOf" has no constant in ${which}.`,
        `add ${tag} with a "const" of its own`,
      );
      return;
    }
    const written = JSON.stringify(value);
    const first = taken.get(written);
    taken.set(written, first ?? index + 1);
    if (first !== undefined) {
      const problem = `The tag "${tag}" of this "oneOf" is ${shown(value)} in form ${first} and again in ${which}.`;
      report.at(range, problem, 'give each form a constant of its own');
    } else if (!requiredNames(form).has(tag)) {
      report.at(range, `The tag "${tag}" of this "oneOf" may be absent from ${which}.`, `add ${tag} to its "required"`);
    }
  });
};

const isObject = ({ types, properties, allOf }: Schema): boolean =>
  types.length === 0 ? properties.length > 0 || allOf.some(isObject) : types.every((type) => type === 'object');

/** The property that `discriminator` names, or the one that is constant in most forms. */
const tagOf = (schema: Schema, forms: readonly Schema[]): string | undefined => {
  const named = schema.keywords.find(({ name }) => name === 'discriminator')?.value;
  if (named?.kind === 'value' && typeof named.json === 'string') return named.json;
  const counts = new Map<string, number>();
  for (const form of forms) {
    const names = declaredProperties(form).flatMap((one) => (constantOf(one) === undefined ? [] : one.name));
    for (const name of new Set(names)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0];
};

const constantOf = ({ schema }: Property): JsonValue | undefined =>
  schema.const ?? (schema.enum?.length === 1 ? schema.enum[0] : undefined);
