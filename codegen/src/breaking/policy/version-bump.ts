/** Which version a document should have after its changes, by the rules of semantic versioning. */
import { nodeAt } from './fragment.js';
import { policyFinding } from './policy-finding.js';
import type { Document } from '../../model/contract.js';
import type { SourceRange } from '../../model/source.js';
import type { Release } from '../../releases/release.js';
import type { Change } from '../change.js';

export type Bump = 'major' | 'minor' | 'patch';

export interface SuggestedVersion {
  readonly document: Document;
  readonly bump: Bump;
  readonly previous: string;
  /** `undefined` if the previous one is no semantic version. */
  readonly suggested: string | undefined;
  /** Whether the version of today is at least that. */
  readonly isReached: boolean;
}

/** These change how a contract reads, not what it says. */
export const documentationRules: ReadonlySet<string> = new Set([
  'ANNOTATION_CHANGED',
  'DOCS_CHANGED',
  'INFO_CHANGED',
  'REFACTORED',
]);

/** @param changes from `previous` to `current`, before waivers: what is let through breaks all the same */
export const suggestedVersions = (
  changes: readonly Change[],
  previous: Release,
  current: Release,
): readonly SuggestedVersion[] =>
  current.contracts.documents.flatMap((document) => {
    const before = previous.contracts.documents.find(({ service }) => service === document.service);
    if (before === undefined) return [];
    const bump = bumpOf(changes.filter((change) => serviceOf(change, [current, previous]) === document.service));
    if (bump === undefined) return [];
    const suggested = bumped(before.version, bump);
    const isReached =
      suggested === undefined || parsed(document.version) === undefined
        ? document.version !== before.version
        : isAtLeast(document.version, suggested);
    return [{ document, bump, previous: before.version, suggested, isReached }];
  });

/** Changes of documentation alone may keep the version. */
export const versionFindings = (
  suggestions: readonly SuggestedVersion[],
  previous: Release,
  { contracts }: Release,
): readonly Change[] =>
  suggestions
    .filter(({ bump, isReached }) => bump !== 'patch' && !isReached)
    .map(({ document, bump, suggested, previous: before }) => {
      const root = contracts.files.find(({ file }) => file === document.file)?.root;
      const range: SourceRange = nodeAt(root, '/info/version')?.range ?? document.range;
      const verb = bump === 'major' ? 'breaks what was said by' : 'says something other than';
      const next = suggested === undefined ? 'another version' : suggested;
      const message = `${document.service} ${document.version} ${verb} ${document.service} ${before} of release ${previous.name}.`;
      return policyFinding(
        { rule: 'VERSION_NOT_BUMPED', effect: 'warning', message, fix: `write version: ${next}` },
        range,
      );
    });

/** What concerns a channel belongs to the service that defines it, everything else to the document that it stands in. */
export const serviceOf = (change: Change, releases: readonly Release[]): string | undefined => {
  const documents = releases.flatMap(({ contracts }) => contracts.documents);
  const home = documents
    .flatMap(({ channels }) => channels)
    .find(({ address, key }) => change.channel !== undefined && (address || key) === change.channel);
  return home?.definedBy ?? documents.find(({ file }) => file === change.file)?.service;
};

const bumpOf = (changes: readonly Change[]): Bump | undefined => {
  if (changes.length === 0) return undefined;
  if (changes.some(({ effect }) => effect === 'breaking' || effect === 'unknown')) return 'major';
  return changes.every(({ rule }) => documentationRules.has(rule.replace(/^HEADER_/, ''))) ? 'patch' : 'minor';
};

type Version = readonly [major: number, minor: number, patch: number];

const parsed = (version: string): Version | undefined => {
  const match = /^v?(\d+)\.(\d+)\.(\d+)(?:[-+].*)?$/.exec(version);
  return match === null ? undefined : [Number(match[1]), Number(match[2]), Number(match[3])];
};

/** Before 1.0.0 the second number counts what breaks. */
const bumped = (version: string, bump: Bump): string | undefined => {
  const numbers = parsed(version);
  if (numbers === undefined) return undefined;
  const [major, minor, patch] = numbers;
  if (bump === 'major' && major > 0) return `${major + 1}.0.0`;
  if (bump === 'major' || (bump === 'minor' && major > 0)) return `${major}.${minor + 1}.0`;
  return `${major}.${minor}.${patch + 1}`;
};

const isAtLeast = (version: string, least: string): boolean => {
  const [one, other] = [parsed(version) ?? [0, 0, 0], parsed(least) ?? [0, 0, 0]];
  const first = one.findIndex((number, index) => number !== other[index]);
  return first === -1 || (one[first] ?? 0) > (other[first] ?? 0);
};
