/** Which variants of two versions of a union (`oneOf` or `anyOf`) belong together. */
import type { Schema } from '../../model/schema.js';
import type { JsonValue } from '../../model/source.js';
import { has, rangeOf, schemasOf } from './keyword-of.js';
import { pairedLists, type PairedLists } from './paired-lists.js';
import { allOfThem, partOf, requiring, saying, under, underName } from './parts.js';
import { isSameSchema, isWording } from './same-schema.js';
import { isOnlyNull, typeChangeOf, typesText } from './type-change.js';
import { type Tags, tagsOf } from './variant-tags.js';
import { valueText } from './words.js';

export type UnionKeyword = 'oneOf' | 'anyOf';

export const unions: readonly UnionKeyword[] = ['oneOf', 'anyOf'];

/** That a value fits some variant. That it fits no second one of `oneOf` is another demand, with a rule of its own. */
export const unionPart = (schema: Schema, keyword: UnionKeyword): Schema => under('anyOf', schemasOf(schema, keyword));

/** `"Card"`, `"kind: card"`, `"string"`. */
export const variantName = (variant: Schema): string => {
  const [name] = variant.required;
  const tag = variant.properties.find((property) => property.name === name)?.schema.const;
  const words =
    variant.name ?? variant.title ?? (tag === undefined ? typesText(variant) : `${name ?? ''}: ${valueText(tag)}`);
  return `"${words}"`;
};

export interface UnionPair extends PairedLists {
  readonly previousKeyword: UnionKeyword;
  readonly currentKeyword: UnionKeyword;
  /** Of those kept: written otherwise than before, and told from all others by a tag, so that what is in them is compared. */
  readonly tagged: readonly TaggedPair[];
  /** Of those kept: written otherwise than before, and only comparable as part of the union. */
  readonly changed: readonly (readonly [previous: Schema, current: Schema])[];
}

export interface TaggedPair {
  readonly previous: Schema;
  readonly current: Schema;
  /** `(kind: card)`, `''` for the value of a nullable one. */
  readonly label: string;
  /** What values of this variant have, and no others. */
  readonly condition: Schema;
}

/** @returns `undefined` if there is no union on one side, or more than one */
export const unionPairOf = (previous: Schema, current: Schema): UnionPair | undefined => {
  const [previousKeyword, currentKeyword] = [unionKeywordOf(previous), unionKeywordOf(current)];
  if (previousKeyword === undefined || currentKeyword === undefined) return undefined;
  const [before, after] = [schemasOf(previous, previousKeyword), schemasOf(current, currentKeyword)];
  const [oldTags, newTags] = [tagsOf(before), tagsOf(after)];
  const tags = oldTags?.name === newTags?.name ? oldTags : undefined;
  const isValue = areValues(before, after);
  const lists = pairedLists(
    before,
    after,
    (one, other) => shareTag(oldTags, one, newTags, other) || (isValue && !isOnlyNull(one) && !isOnlyNull(other)),
  );
  const different = lists.kept.filter(([one, other]) => !isSameSchema(one, other));
  const tagged = different.flatMap(([one, other]) => {
    if (isValue) return [{ previous: one, current: other, label: '', condition: notNull }];
    const [was, is] = [oldTags?.values.get(one), newTags?.values.get(other)];
    // A tag says nothing of values that are no objects.
    if (typeChangeOf(one, other) !== 'same') return [];
    if (tags === undefined || was === undefined || was.join(' ') !== is?.join(' ')) return [];
    const values = was.map((text) => JSON.parse(text) as JsonValue); // written by tagsOf
    const label = `(${tags.name}: ${values.map(String).join(', ')})`;
    return [{ previous: one, current: other, label, condition: conditionFor(tags.name, values) }];
  });
  const changed = different.filter(([one]) => tagged.every((pair) => pair.previous !== one));
  return { ...lists, previousKeyword, currentKeyword, tagged, changed };
};

/**
 * A schema without a union is a union of one variant, if the other version has it among its variants: so adding a second
 * form to what had one is adding a variant.
 */
export const asUnions = (previous: Schema, current: Schema): readonly [Schema, Schema] => {
  const [before, after] = [unionKeywordOf(previous), unionKeywordOf(current)];
  if (before === undefined && after !== undefined && isVariant(previous, current, after) && !isUnion(previous)) {
    return [unionOfOne(previous, after), current];
  }
  if (after === undefined && before !== undefined && isVariant(current, previous, before) && !isUnion(current)) {
    return [previous, unionOfOne(current, before)];
  }
  return [previous, current];
};

export const unionKeywordOf = (schema: Schema): UnionKeyword | undefined => {
  const [hasOne, hasAny] = [has(schema, 'oneOf'), has(schema, 'anyOf')];
  if (hasOne === hasAny) return undefined;
  return hasOne ? 'oneOf' : 'anyOf';
};

const isUnion = (schema: Schema): boolean => unions.some((keyword) => has(schema, keyword));

/** Beside `null` any schema is: who makes a value nullable may change it as well. */
const isVariant = (schema: Schema, union: Schema, keyword: UnionKeyword): boolean => {
  const variants = schemasOf(union, keyword);
  return (
    variants.some((variant) => isSameSchema(variant, schema)) || (isNullable(variants) && saysOnly(union, keyword))
  );
};

const saysOnly = ({ keywords }: Schema, keyword: UnionKeyword): boolean =>
  keywords.every((one) => one.name === keyword || isWording(one));

/** One variant and `null`. */
const isNullable = (variants: readonly Schema[]): boolean =>
  variants.length === 2 && variants.filter(isOnlyNull).length === 1;

/** Of two unions of which at least one is a nullable value: whether there is one value on both sides. */
const areValues = (before: readonly Schema[], after: readonly Schema[]): boolean =>
  [before, after].some(isNullable) &&
  [before, after].every((all) => all.filter((one) => !isOnlyNull(one)).length === 1);

const unionOfOne = (schema: Schema, keyword: UnionKeyword): Schema => ({
  ...partOf(schema, []),
  types: [],
  properties: [],
  required: [],
  enum: undefined,
  const: undefined,
  allOf: [],
  additionalProperties: undefined,
  items: undefined,
  [keyword]: [schema],
  keywords: [{ name: keyword, range: rangeOf(schema), value: { kind: 'schemas', schemas: [schema] } }],
});

const shareTag = (oldTags: Tags | undefined, one: Schema, newTags: Tags | undefined, other: Schema): boolean => {
  if (oldTags === undefined || oldTags.name !== newTags?.name) return false;
  const values = newTags.values.get(other) ?? [];
  return (oldTags.values.get(one) ?? []).some((value) => values.includes(value));
};

const notNull = under('not', saying('type', 'null'));

const conditionFor = (name: string, values: readonly JsonValue[]): Schema =>
  allOfThem([saying('type', 'object'), requiring(name), underName('properties', name, saying('enum', values))]);
