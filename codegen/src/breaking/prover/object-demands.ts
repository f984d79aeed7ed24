/** What is asked of an object, as rules for all properties with certain names, and properties that must be there. */
import type { Literal, TermId, Terms } from './terms.js';

/** Of the properties whose name meets all literals of `names`, each value meets those of `values`. */
export interface ForAll {
  readonly names: NameSet;
  readonly values: readonly Literal[];
}

/** Some property whose name is in `names` has a value that meets `values`. */
export interface Exists {
  readonly names: NameSet;
  readonly values: readonly Literal[];
}

/** One name, or all that meet some literals about texts. */
export type NameSet =
  { readonly only: string } | { readonly meeting: readonly Literal[]; readonly except: readonly string[] };

export interface ObjectDemands {
  readonly forAll: readonly ForAll[];
  readonly exists: readonly Exists[];
  readonly countMin: number;
  readonly countMax: number;
}

/** @param demands literals about objects */
export const objectDemands = (terms: Terms, demands: readonly Literal[]): ObjectDemands => {
  const forAll: ForAll[] = [];
  const exists: Exists[] = [];
  let countMin = 0;
  let countMax = Infinity;
  for (const literal of demands) {
    const term = terms.get(Math.abs(literal));
    const isPositive = literal > 0;
    const part = (names: NameSet, of: TermId): void => {
      if (isPositive) forAll.push({ names, values: [of] });
      else exists.push({ names, values: [-of] });
    };
    switch (term.kind) {
      case 'propertiesMin':
        if (isPositive) countMin = Math.max(countMin, term.count);
        else countMax = Math.min(countMax, term.count - 1);
        break;
      case 'propertiesMax':
        if (isPositive) countMax = Math.min(countMax, term.count);
        else countMin = Math.max(countMin, term.count + 1);
        break;
      case 'required':
        if (isPositive) exists.push({ names: { only: term.name }, values: [] });
        else forAll.push({ names: { only: term.name }, values: [terms.no] });
        break;
      case 'property':
        part({ only: term.name }, term.of);
        break;
      case 'patternProperty':
        part({ meeting: [terms.add({ kind: 'pattern', pattern: term.pattern })], except: [] }, term.of);
        break;
      case 'additional': {
        const meeting = term.patterns.map((pattern) => -terms.add({ kind: 'pattern', pattern }));
        part({ meeting, except: term.names }, term.of);
        break;
      }
      case 'propertyNames':
        if (isPositive) forAll.push({ names: { meeting: [-term.of], except: [] }, values: [terms.no] });
        else exists.push({ names: { meeting: [-term.of], except: [] }, values: [] });
        break;
      default:
    }
  }
  return { forAll, exists, countMin, countMax };
};
