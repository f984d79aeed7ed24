/** Which things of two releases are the same: by the first question that both answer alike. */

export interface Pair<Item> {
  readonly previous: Item;
  readonly current: Item;
}

export interface Paired<Item> {
  readonly pairs: readonly Pair<Item>[];
  /** Only in the previous release. */
  readonly removed: readonly Item[];
  /** Only in the current release. */
  readonly added: readonly Item[];
}

/**
 * What tells things apart, as each release says it; `undefined` if it cannot tell this one. Things of which it says the
 * same are paired in their order.
 */
export interface Identity<Item> {
  readonly previous: (item: Item) => string | undefined;
  readonly current: (item: Item) => string | undefined;
}

/** @param identities the strongest first; what one leaves alone is asked the next */
export const pairBy = <Item>(
  previous: readonly Item[],
  current: readonly Item[],
  identities: readonly Identity<Item>[],
): Paired<Item> => {
  const partners = new Map<Item, Item>();
  let [removed, added] = [previous, current];
  for (const identity of identities) {
    if (removed.length === 0 || added.length === 0) break;
    const waiting = grouped(added, identity.current);
    const taken = new Set<Item>();
    const left: Item[] = [];
    for (const item of removed) {
      const partner = waiting.get(identity.previous(item) ?? '')?.pop();
      if (partner === undefined) left.push(item);
      else {
        partners.set(item, partner);
        taken.add(partner);
      }
    }
    removed = left;
    added = added.filter((item) => !taken.has(item));
  }
  const pairs = previous.flatMap((item) => {
    const partner = partners.get(item);
    return partner === undefined ? [] : { previous: item, current: partner };
  });
  return { pairs, removed, added };
};

/** The same question to both releases. */
export const same = <Item>(question: (item: Item) => string | undefined): Identity<Item> => ({
  previous: question,
  current: question,
});

/** The last of each group is the first that was given. */
const grouped = <Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string | undefined,
): ReadonlyMap<string, Item[]> => {
  const groups = new Map<string, Item[]>();
  for (const item of items.toReversed()) {
    const key = keyOf(item);
    // '' is what `pairBy` asks for an item that cannot be told.
    if (key === undefined || key === '') continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
};
