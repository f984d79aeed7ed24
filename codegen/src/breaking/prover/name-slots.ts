/**
 * Places that an object has for properties: one for each name that is mentioned, and, for the endless rest, names of each
 * region in which the same rules hold. Rules tell names apart by patterns and `propertyNames`, so that a region is a choice of
 * which of those its names meet.
 */
import type { NameSet, ObjectDemands } from './object-demands.js';
import type { Solver } from './solver.js';
import type { Literal } from './terms.js';

export interface Slot {
  readonly name: string;
  /** What its value has to meet in any case. */
  readonly values: readonly Literal[];
  /** Of these names there is no end: if one is of no use, none is. */
  readonly isOneOfMany: boolean;
}

export interface Slots {
  readonly slots: readonly Slot[];
  /** Why there may be names that no slot stands for. */
  readonly reason: string | undefined;
}

/** Regions of names in one object. */
const regionsMax = 512;

/** Slots of the names that the demands mention. */
export const mentionedSlots = (solver: Solver, demands: ObjectDemands): readonly Slot[] =>
  mentionedNames(demands).map((name) => slotOf(solver, demands, name));

export const slotOf = (solver: Solver, { forAll }: ObjectDemands, name: string): Slot => ({
  name,
  values: forAll.filter(({ names }) => isIn(solver, names, name)).flatMap(({ values }) => values),
  isOneOfMany: false,
});

export const mentionedNames = ({ forAll, exists }: ObjectDemands): readonly string[] => [
  ...new Set([...forAll, ...exists].flatMap(({ names }) => ('only' in names ? [names.only] : names.except))),
];

/** Whether a property of this name can be what `exists` asks for. What only ajv knows counts as possible. */
export const isIn = (solver: Solver, names: NameSet, name: string): boolean =>
  'only' in names ? names.only === name : !names.except.includes(name) && solver.isPossible(name, names.meeting);

/**
 * Slots for names that nobody mentions, `count` a region or all that it has.
 * @param mentioned names that are not wanted
 */
export const otherSlots = (
  solver: Solver,
  demands: ObjectDemands,
  { mentioned, count }: { readonly mentioned: readonly string[]; readonly count: number },
): Slots => {
  const { terms } = solver;
  const conditions = [...demands.forAll, ...demands.exists].flatMap(({ names }) =>
    'only' in names ? [] : names.meeting,
  );
  const atoms = [...new Set(conditions.map(Math.abs))];
  const unmentioned = mentioned.length === 0 ? [] : [-terms.add({ kind: 'values', values: [...mentioned].toSorted() })];
  const slots: Slot[] = [];
  let reason: string | undefined;
  let regions = 0;
  const visit = (chosen: readonly Literal[], rest: readonly Literal[]): void => {
    regions += 1;
    if (regions > regionsMax) {
      reason ??= 'There are too many kinds of property names.';
      return;
    }
    const [atom, ...others] = rest;
    const found = solver.values([...unmentioned, ...chosen], atom === undefined ? count : 1);
    if (!found.isComplete && found.values.length === 0)
      reason ??= found.reason ?? 'Some property names were not found.';
    if (found.values.length === 0) return;
    if (atom !== undefined) {
      visit([...chosen, atom], others);
      visit([...chosen, -atom], others);
      return;
    }
    if (!found.isComplete && found.reason !== undefined) reason ??= found.reason;
    const meets = new Set(chosen);
    const values = demands.forAll
      .filter(({ names }) => !('only' in names) && names.meeting.every((literal) => meets.has(literal)))
      .flatMap((one) => one.values);
    for (const name of found.values) {
      if (typeof name === 'string') slots.push({ name, values, isOneOfMany: !found.isComplete });
    }
  };
  // A demand on names that are texts: other types have no names.
  visit([terms.add({ kind: 'types', types: ['string'] })], atoms);
  return { slots, reason };
};
