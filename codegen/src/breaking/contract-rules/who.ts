/** The services of a release in a sentence about what happens to them. */
import type { Channel, Document } from '../../model/contract.js';
import type { Side } from './side.js';

/** For one and for many: `refuses`, `refuse`. */
export type Verb = readonly [one: string, many: string];

/** A service by something that it does. */
interface Doer {
  readonly document: Document;
}

/** More are counted. */
const namedMax = 3;

/**
 * `notification-service 1.3.0 of release 2026-11, if it still runs, refuses`
 * @param what they do, where nobody is known to: `receives ORDER_PLACED`
 */
export const stillRunning = (side: Side, doers: readonly Doer[], what: string, verb: Verb): string => {
  const documents = documentsOf(doers);
  if (documents.length === 0) return `Whoever ${what} by release ${side.name} ${verb[0]}`;
  const isOne = documents.length === 1;
  return `${named(documents)} of release ${side.name}, if ${isOne ? 'it still runs' : 'they still run'}, ${verb[isOne ? 0 : 1]}`;
};

/** `notification-service 1.4.0 refuses`, of the contracts as they are now. */
export const today = (doers: readonly Doer[], what: string, verb: Verb): string => {
  const documents = documentsOf(doers);
  if (documents.length === 0) return `Whoever ${what} ${verb[0]}`;
  return `${named(documents)} ${verb[documents.length === 1 ? 0 : 1]}`;
};

/** In mid-sentence: `notification-service 1.4.0`, or `whoever receives ORDER_PLACED`. */
export const whom = (doers: readonly Doer[], what: string): string => {
  const documents = documentsOf(doers);
  return documents.length === 0 ? `whoever ${what}` : named(documents);
};

/** As people call it: by its address, or by its key if it has none. */
export const channelText = ({ address, key }: Channel): string => address || key;

export const serviceText = ({ service, version }: Document): string =>
  version === '' ? service : `${service} ${version}`;

const named = (documents: readonly Document[]): string => {
  const names = documents.map(serviceText);
  const shown = names.length > namedMax + 1 ? names.slice(0, namedMax) : names;
  const rest = names.length - shown.length;
  const parts = rest === 0 ? shown : [...shown, `${rest} other services`];
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;
};

const documentsOf = (doers: readonly Doer[]): readonly Document[] => [
  ...new Set(doers.map(({ document }) => document)),
];
