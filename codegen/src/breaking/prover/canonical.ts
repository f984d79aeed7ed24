/**
 * Terms that refer to themselves, made comparable: two that nothing tells apart become one, however they are written.
 * The coarsest partition in which equal terms have equal terms below them, found by refinement.
 */
import { type TermId, termKey, Terms, termsBelow, withBelow } from './terms.js';

export interface Canonical {
  readonly terms: Terms;
  readonly roots: readonly TermId[];
}

/** @param terms of which some were reserved; without one of those, adding has made them canonical already */
export const canonical = (terms: Terms, roots: readonly TermId[]): Canonical => {
  if (!terms.hasCycles) return { terms, roots };
  const ids = Array.from({ length: terms.size }, (_, index) => index + 1);
  const meant = ids.map((id) => withoutAliases(terms, id));
  const of = (id: TermId): TermId => meant[id - 1] ?? id;
  let classes = ids.map(() => 0);
  let count = 1;
  for (;;) {
    const names = new Map<string, number>();
    const known = classes;
    const next = ids.map((id) => {
      const term = terms.get(of(id));
      const below = termsBelow(term).map((one) => (known[of(one) - 1] ?? 0) + 1);
      const isUnordered = term.kind === 'all' || term.kind === 'any' || term.kind === 'one';
      const key = termKey(withBelow(term, isUnordered ? below.toSorted((a, b) => a - b) : below));
      const name = names.get(key) ?? names.size;
      names.set(key, name);
      return name;
    });
    classes = next;
    if (names.size === count) break;
    count = names.size;
  }
  return rebuilt(terms, roots.map(of), { classOf: (id) => classes[of(id) - 1] ?? 0, meant: of });
};

/** What a chain of terms that only name another one ends in. One that names itself is left as it is: ajv does not end either. */
const withoutAliases = (terms: Terms, id: TermId): TermId => {
  const seen = new Set<TermId>();
  let at = id;
  for (;;) {
    const term = terms.get(at);
    const only = term.kind === 'all' && term.of.length === 1 ? term.of[0] : undefined;
    if (only === undefined || seen.has(at)) return at;
    seen.add(at);
    at = only;
  }
};

interface Classes {
  readonly classOf: (id: TermId) => number;
  readonly meant: (id: TermId) => TermId;
}

/** One term a class, of what the roots reach. */
const rebuilt = (old: Terms, roots: readonly TermId[], { classOf, meant }: Classes): Canonical => {
  const terms = new Terms();
  const made = new Map<number, TermId>();
  const make = (id: TermId): TermId => {
    const known = made.get(classOf(id));
    if (known !== undefined) return known;
    const term = old.get(meant(id));
    if ((term.kind === 'all' || term.kind === 'any') && term.of.length === 0) return terms.add(term);
    const place = terms.reserve();
    made.set(classOf(id), place);
    terms.fill(place, withBelow(term, termsBelow(term).map(make)));
    return place;
  };
  return { terms, roots: roots.map(make) };
};
