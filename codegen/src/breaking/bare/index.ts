/** Schemas without contracts around them: how they are compared, and whole suites of them. */
export { comparable, type BareSide } from './comparable.js';
export { compareOneWay, comparePair, type ComparedPair, type PairVerdict, type SchemaPair } from './compare-pair.js';
export { PairsUnreadableError, readPairs } from './read-pairs.js';
