/** Which members of two lists of schemas belong together: those written alike, then those named alike, then by position. */
import type { Schema } from '../../model/schema.js';
import { isSameSchema } from './same-schema.js';

export interface PairedLists {
  readonly kept: readonly (readonly [previous: Schema, current: Schema])[];
  readonly added: readonly Schema[];
  readonly removed: readonly Schema[];
}

type Belongs = (previous: Schema, current: Schema) => boolean;

/** @param belongs what else tells that two are the same thing, before position does */
export const pairedLists = (
  previous: readonly Schema[],
  current: readonly Schema[],
  belongs: Belongs = () => false,
): PairedLists => {
  const kept: (readonly [Schema, Schema])[] = [];
  const removed = [...previous];
  const added = [...current];
  const take = (fits: Belongs): void => {
    for (const one of removed.slice()) {
      const other = added.find((candidate) => fits(one, candidate));
      if (other === undefined) continue;
      removed.splice(removed.indexOf(one), 1);
      added.splice(added.indexOf(other), 1);
      kept.push([one, other]);
    }
  };
  take((one, other) => isSameSchema(one, other));
  take(belongs);
  take((one, other) => one.name !== undefined && one.name === other.name);
  take((one, other) => one.name === undefined && other.name === undefined && !isFar(previous, current));
  return { kept, added, removed };
};

/** Lists of different length: position tells nothing. */
const isFar = (previous: readonly Schema[], current: readonly Schema[]): boolean => previous.length !== current.length;
