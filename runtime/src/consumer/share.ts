/**
 * How many partitions of a stream an instance should own. Every instance computes this for itself from the same rows, so the
 * rule has to be the same everywhere and to leave as many partitions as possible where they are: each gets the whole part of
 * the even share, and what remains stays with those that own most already.
 */
export const shareOf = (
  instance: string,
  of: {
    readonly partitions: number;
    /** Live instances that handle the stream. */
    readonly instances: readonly string[];
    /** How many partitions each owns now; an instance that is not in it owns none. */
    readonly owned: ReadonlyMap<string, number>;
  },
): number => {
  const { partitions, instances, owned } = of;
  if (!instances.includes(instance)) return 0;
  const even = Math.floor(partitions / instances.length);
  const remaining = partitions % instances.length;
  const ownedBy = (name: string): number => owned.get(name) ?? 0;
  const ranked = instances.toSorted((left, right) => ownedBy(right) - ownedBy(left) || (left < right ? -1 : 1));
  return even + (ranked.indexOf(instance) < remaining ? 1 : 0);
};
