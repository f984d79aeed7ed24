/** What changed between two releases, in Markdown, for people who use their events. */
import type { Release } from '../../releases/release.js';
import type { Change } from '../change.js';
import { failsGate } from './held-change.js';
import { documentationRules, serviceOf, suggestedVersions } from './version-bump.js';

const sections = ['Breaking', 'Added', 'Changed', 'Deprecated', 'Removed', 'Documentation'] as const;
type Section = (typeof sections)[number];

/** @param changes in both directions, so that everything that may break stands there */
export const changelogText = (changes: readonly Change[], previous: Release, current: Release): string => {
  const releases = [current, previous];
  const services = [...new Set(releases.flatMap(({ contracts }) => contracts.documents.map(({ service }) => service)))];
  const versions = suggestedVersions(changes, previous, current);
  const parts = [...services.toSorted(), undefined].flatMap((service) => {
    const own = changes.filter((change) => serviceOf(change, releases) === service);
    if (own.length === 0) return [];
    const suggestion = versions.find(({ document }) => document.service === service);
    const suggested = suggestion === undefined ? '' : suggestedText(suggestion);
    return [`## ${headingOf(service, previous, current)}\n\n${suggested}${sectionsOf(own)}`];
  });
  const body = parts.length === 0 ? 'Nothing changed.\n' : parts.join('\n');
  return `# Contracts: ${previous.name} to ${current.name}\n\n${body}`;
};

const suggestedText = ({ bump, suggested }: ReturnType<typeof suggestedVersions>[number]): string =>
  suggested === undefined ? '' : `Suggested version: ${suggested} (${bump}).\n\n`;

/** `order-service 1.0.0 → 2.0.0` */
const headingOf = (service: string | undefined, previous: Release, current: Release): string => {
  if (service === undefined) return 'Shared by services';
  const [before, now] = [previous, current].map(
    ({ contracts }) => contracts.documents.find((document) => document.service === service)?.version,
  );
  if (before === undefined) return `${service} ${now ?? ''} (new)`;
  if (now === undefined) return `${service} ${before} (removed)`;
  return before === now ? `${service} ${now}` : `${service} ${before} → ${now}`;
};

const sectionsOf = (changes: readonly Change[]): string => {
  return sections
    .flatMap((section) => {
      const lines = linesOf(changes.filter((change) => sectionOf(change) === section));
      return lines.length === 0 ? [] : [`### ${section}\n\n${lines.join('')}`];
    })
    .join('\n');
};

const sectionOf = (change: Change): Section => {
  const rule = change.rule.replace(/^HEADER_/, '');
  if (failsGate(change)) return 'Breaking';
  if (documentationRules.has(rule)) return 'Documentation';
  if (rule.endsWith('_DEPRECATED')) return 'Deprecated';
  if (rule.endsWith('_ADDED') && rule !== 'ENUM_ADDED') return 'Added';
  return rule.endsWith('_REMOVED') ? 'Removed' : 'Changed';
};

/** What breaks both ways, or in several places that share a definition, is one line. */
const linesOf = (changes: readonly Change[]): readonly string[] => {
  const lines = changes
    .toSorted((a, b) => compare(a.messageName ?? '', b.messageName ?? '') || a.line - b.line || compare(a.rule, b.rule))
    .map((change) => {
      const about = [change.messageName, change.messageName === undefined ? change.channel : undefined];
      const subject = about.flatMap((name) => (name === undefined ? [] : `**${name}**: `)).join('');
      const doubt = change.effect === 'unknown' ? ' Whether that breaks anything is not known.' : '';
      return `- ${subject}${change.message.replaceAll(/\s*\n\s*/g, ' ')}${doubt} (\`${change.rule}\`)\n`;
    });
  return [...new Set(lines)];
};

/** By code unit, so that the order is the same on every machine. */
const compare = (a: string, b: string): number => {
  if (a === b) return 0;
  return a < b ? -1 : 1;
};
