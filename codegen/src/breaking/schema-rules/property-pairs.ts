/** Which properties of two versions of an object belong together. */
import type { Property, Schema } from '../../model/schema.js';
import { nearMiss } from '../../report/near-miss.js';
import { pairedLists } from './paired-lists.js';
import { isSameSchema } from './same-schema.js';

export interface PropertyPairs {
  readonly kept: readonly PropertyPair[];
  readonly added: readonly Property[];
  readonly removed: readonly Property[];
  /** Taken out of `added` and `removed`. */
  readonly renamed: readonly PropertyPair[];
  readonly previous: ObjectNames;
  readonly current: ObjectNames;
}

export interface PropertyPair {
  readonly previous: Property;
  readonly current: Property;
}

/** What an object says of names, with all members of its `allOf`. */
export interface ObjectNames {
  /** The schema itself and those of its `allOf`, at any depth. */
  readonly members: readonly Schema[];
  readonly declared: ReadonlySet<string>;
  readonly required: ReadonlySet<string>;
}

export const pairProperties = (previous: Schema, current: Schema): PropertyPairs => {
  const [before, after] = [membersOf(previous), membersOf(current)];
  const [wasThere, isThere] = [propertiesOf(before), propertiesOf(after)];
  const kept = [...wasThere.values()].flatMap((one) => {
    const other = isThere.get(one.name);
    return other === undefined ? [] : [{ previous: one, current: other }];
  });
  // What a member of `allOf` that came or went says is told by that.
  const { added: come, removed: gone } = pairedLists(previous.allOf, current.allOf);
  const withoutGone = propertiesOf(
    membersOf({ ...previous, allOf: previous.allOf.filter((one) => !gone.includes(one)) }),
  );
  const withoutCome = propertiesOf(
    membersOf({ ...current, allOf: current.allOf.filter((one) => !come.includes(one)) }),
  );
  const removed = [...withoutGone.values()].filter(({ name }) => !isThere.has(name));
  const added = [...withoutCome.values()].filter(({ name }) => !wasThere.has(name));
  const renamed = renamedAmong(removed, added);
  return {
    kept,
    added: added.filter((one) => renamed.every((pair) => pair.current !== one)),
    removed: removed.filter((one) => renamed.every((pair) => pair.previous !== one)),
    renamed,
    previous: namesOf(before, wasThere),
    current: namesOf(after, isThere),
  };
};

/** Of a member of `allOf`: what it says of properties belongs to what holds it. */
export const noProperties: PropertyPairs = {
  kept: [],
  added: [],
  removed: [],
  renamed: [],
  previous: { members: [], declared: new Set(), required: new Set() },
  current: { members: [], declared: new Set(), required: new Set() },
};

/** Each once, however many ways lead to it. */
const membersOf = (schema: Schema, seen = new Set<Schema>()): readonly Schema[] => {
  if (!seen.has(schema)) {
    seen.add(schema);
    for (const member of schema.allOf) membersOf(member, seen);
  }
  return [...seen];
};

/** The first that declares a name has the say; the others are compared as members of `allOf`. */
const propertiesOf = (members: readonly Schema[]): ReadonlyMap<string, Property> => {
  const properties = new Map<string, Property>();
  for (const property of members.flatMap((member) => member.properties)) {
    if (!properties.has(property.name)) properties.set(property.name, property);
  }
  return properties;
};

const namesOf = (members: readonly Schema[], declared: ReadonlyMap<string, Property>): ObjectNames => ({
  members,
  declared: new Set(declared.keys()),
  required: new Set(members.flatMap(({ required }) => required)),
});

/** A removed and an added property that look like one: of equal schema, or of similar name and the same type. */
const renamedAmong = (removed: readonly Property[], added: readonly Property[]): readonly PropertyPair[] => {
  const pairs: PropertyPair[] = [];
  const isFree = (one: Property): boolean =>
    pairs.every(({ previous, current }) => previous !== one && current !== one);
  const take = (fits: (previous: Property, current: Property) => boolean): void => {
    for (const previous of removed.filter(isFree)) {
      const current = added.find((one) => isFree(one) && fits(previous, one));
      if (current !== undefined) pairs.push({ previous, current });
    }
  };
  const isSame = (a: Property, b: Property): boolean => isSameSchema(a.schema, b.schema);
  const isNear = (a: Property, b: Property): boolean => nearMiss(a.name, [b.name]) !== undefined || shareWord(a, b);
  take((a, b) => isSame(a, b) && isNear(a, b));
  take(isSame);
  take((a, b) => isNear(a, b) && a.schema.types.join(' ') === b.schema.types.join(' '));
  return pairs;
};

/** `userId` and `customerId` have a word in common, `note` and `email` have none. */
const shareWord = (a: Property, b: Property): boolean => {
  const words = new Set(wordsOf(a.name));
  return wordsOf(b.name).some((word) => words.has(word));
};

const wordsOf = (name: string): readonly string[] =>
  name
    .split(/[-_\s.]|(?<=[a-z0-9])(?=[A-Z])/)
    .map((word) => word.toLowerCase())
    .filter((word) => word !== '');
