/** What is asked of a list: of items at certain places, of some item, and of how many there are. */
import type { Literal, TermId, Terms } from './terms.js';

export interface ArrayDemands {
  /** Of every item from `from` to before `to`. */
  readonly forAll: readonly Stretch[];
  /** Some item in the stretch, a different one for each with the same `group`. */
  readonly exists: readonly (Stretch & { readonly group: number })[];
  /** At most `count` items meet `of`. */
  readonly atMost: readonly { readonly count: number; readonly of: TermId }[];
  readonly countMin: number;
  readonly countMax: number;
  readonly isUnique: boolean;
  /** Some item is there twice. */
  readonly hasRepeated: boolean;
  /** From here on all items are asked for the same. */
  readonly alikeFrom: number;
}

export interface Stretch {
  readonly from: number;
  /** Infinity if there is no end. */
  readonly to: number;
  readonly values: readonly Literal[];
}

/** Items that have to be there because of one `contains`. */
const containedMax = 50;

/** @param demands literals about lists */
export const arrayDemands = (terms: Terms, demands: readonly Literal[]): ArrayDemands | undefined => {
  const forAll: Stretch[] = [];
  const exists: (Stretch & { readonly group: number })[] = [];
  const atMost: { readonly count: number; readonly of: TermId }[] = [];
  let countMin = 0;
  let countMax = Infinity;
  let isUnique = false;
  let hasRepeated = false;
  let isTooMuch = false;
  const some = (stretch: Stretch, count: number, group: number): void => {
    if (count > containedMax) isTooMuch = true;
    for (let index = 0; index < Math.min(count, containedMax); index += 1) exists.push({ ...stretch, group });
  };
  for (const [group, literal] of demands.entries()) {
    const term = terms.get(Math.abs(literal));
    const isPositive = literal > 0;
    switch (term.kind) {
      case 'itemsMin':
        if (isPositive) countMin = Math.max(countMin, term.count);
        else countMax = Math.min(countMax, term.count - 1);
        break;
      case 'itemsMax':
        if (isPositive) countMax = Math.min(countMax, term.count);
        else countMin = Math.max(countMin, term.count + 1);
        break;
      case 'unique':
        if (isPositive) isUnique = true;
        else hasRepeated = true;
        break;
      case 'item':
      case 'items': {
        const [from, to] = term.kind === 'item' ? [term.index, term.index + 1] : [term.from, Infinity];
        if (isPositive) forAll.push({ from, to, values: [term.of] });
        else some({ from, to, values: [-term.of] }, 1, group);
        break;
      }
      case 'containsMin':
      case 'containsMax': {
        const count = term.kind === 'containsMin' ? term.count : term.count + 1;
        if ((term.kind === 'containsMin') === isPositive)
          some({ from: 0, to: Infinity, values: [term.of] }, count, group);
        else if (count > 1) atMost.push({ count: count - 1, of: term.of });
        else forAll.push({ from: 0, to: Infinity, values: count === 1 ? [-term.of] : [terms.no] });
        break;
      }
      default:
    }
  }
  if (isTooMuch) return undefined;
  const ends = [...forAll, ...exists].flatMap(({ from, to }) => (to === Infinity ? [from] : [to]));
  const alikeFrom = Math.max(0, ...ends);
  return { forAll, exists, atMost, countMin, countMax, isUnique, hasRepeated, alikeFrom };
};
