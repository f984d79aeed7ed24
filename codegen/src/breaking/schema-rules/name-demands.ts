/** What an object demands of the value under one name, whether or not it declares it. */
import type { Schema } from '../../model/schema.js';
import { keywordOf, schemaMapOf, schemaOf } from './keyword-of.js';
import { allOfThem, full, requiring, underName } from './parts.js';
import type { ObjectNames } from './property-pairs.js';

/** @returns `undefined` if anything may stand there, or nothing */
export const demandOn = (name: string, { members, required }: ObjectNames): Schema | undefined => {
  const values = members.flatMap((member) => valuesOf(name, member));
  const demands = [
    ...(required.has(name) ? [requiring(name)] : []),
    ...(values.length === 0 ? [] : [underName('properties', name, allOfThem(values))]),
  ];
  return demands.length === 0 ? undefined : allOfThem(demands);
};

/** A declaration, every pattern that matches, and what holds for all other names if there is neither. */
const valuesOf = (name: string, member: Schema): readonly Schema[] => {
  const declared = schemaMapOf(member, 'properties').get(name);
  const matched = [...schemaMapOf(member, 'patternProperties')].flatMap(([pattern, schema]) =>
    isMatch(pattern, name) ? [schema] : [],
  );
  const own = [...(declared === undefined ? [] : [declared]), ...matched];
  if (own.length > 0) return own;
  const others = keywordOf(member, 'additionalProperties');
  const schema = schemaOf(member, 'additionalProperties');
  return others === undefined || schema === undefined ? [] : [full(schema, others.range)];
};

/** Lint tells of a pattern that is none. */
const isMatch = (pattern: string, name: string): boolean => {
  try {
    return new RegExp(pattern, 'u').test(name);
  } catch {
    return false;
  }
};

/** Whether a pattern or a map makes room for a name that no `properties` declares. */
export const isForeseen = (name: string, { members, declared }: ObjectNames): boolean =>
  declared.has(name) ||
  members.some(
    (member) =>
      (member.additionalProperties !== undefined && member.additionalProperties !== false) ||
      valuesOf(name, { ...member, keywords: member.keywords.filter((one) => one.name === 'patternProperties') })
        .length > 0,
  );
