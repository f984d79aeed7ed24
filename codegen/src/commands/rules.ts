/** `streampact rules`: what is looked for in contracts, and what each finding means. */
import { Command, Option } from 'commander';
import { type BreakingRule, breakingRules } from '../breaking/breaking-rules.js';
import type { Direction, Effect } from '../breaking/change.js';
import { lintRules } from '../lint/index.js';
import type { Profile } from '../model/contract.js';
import type { Severity } from '../report/finding.js';
import { type FindingOrigin, findingIds } from '../report/finding-ids.js';
import { didYouMean } from '../report/near-miss.js';

const formats = ['text', 'json'] as const;

interface RulesOptions {
  readonly format: (typeof formats)[number];
  readonly json: boolean;
}

/** A lint rule, a rule for two releases, or another thing that a command may find. */
interface ListedRule {
  readonly id: string;
  readonly origin: FindingOrigin | 'breaking';
  /** What it is about: its origin, and what it looks at. */
  readonly categories: readonly string[];
  /** `undefined` where it depends on the profile or on what was found. */
  readonly severity: Severity | undefined;
  readonly profiles: readonly Profile[] | undefined;
  /** Only of rules for two releases. */
  readonly effect: Effect | undefined;
  readonly directions: readonly Direction[] | undefined;
  readonly purpose: string;
}

/** What is only for the changelog has none. */
const severities: Readonly<Record<BreakingRule['effect'], Severity | undefined>> = {
  breaking: 'error',
  unknown: 'error',
  warning: 'warning',
  compatible: undefined,
};

/** There is no rule with the id that was asked for. */
export class UnknownRuleError extends Error {
  readonly code = 'RULE_UNKNOWN';
  constructor(readonly id: string) {
    const hint = didYouMean(
      id,
      listed.map((rule) => rule.id),
    );
    super(`There is no rule "${id}"; ${hint ?? '"streampact rules" lists them all.'}`);
    this.name = 'UnknownRuleError';
  }
}

export const rulesCommand = (): Command =>
  new Command('rules')
    .description('List the rules for contracts, and what else may be found in them.')
    .argument('[id]', 'show one, e.g. key-declared')
    .addOption(new Option('--format <format>', 'how they are printed').choices(formats).default('text'))
    .option('--json', 'the same as --format json', false)
    .addHelpText('after', help)
    .action((id: string | undefined, options: RulesOptions) => rules(id, options));

const help = `
Exit code: 0 listed, 2 there is no such rule.

Examples:
  streampact rules
  streampact rules PROP_REQUIRED_ADDED --json
`;

/** @throws UnknownRuleError */
export const rules = (id: string | undefined, { format, json }: RulesOptions): void => {
  const found = id === undefined ? listed : listed.filter((rule) => rule.id === id);
  if (id !== undefined && found.length === 0) throw new UnknownRuleError(id);
  if (json || format === 'json') process.stdout.write(`${JSON.stringify(found, undefined, 2)}\n`);
  else process.stdout.write(id === undefined ? listAsText() : found.map(asText).join(''));
};

const unsaid = { severity: undefined, profiles: undefined, effect: undefined, directions: undefined };

const listed: readonly ListedRule[] = [
  ...lintRules.map(({ id, severity, profiles, purpose }): ListedRule => ({
    ...unsaid,
    id,
    origin: 'lint',
    categories: ['lint'],
    severity,
    profiles,
    purpose,
  })),
  ...breakingRules.map(({ id, category, effect, directions, purpose }): ListedRule => ({
    ...unsaid,
    id,
    origin: 'breaking',
    categories: ['breaking', category],
    severity: severities[effect],
    effect,
    directions,
    purpose,
  })),
  ...findingIds.map(({ id, origin, purpose }): ListedRule => ({
    ...unsaid,
    id,
    origin,
    categories: [origin],
    purpose,
  })),
];

const listAsText = (): string => {
  const textsOf = (isListed: (rule: ListedRule) => boolean): readonly string[] => listed.filter(isListed).map(asText);
  return [
    'Rules of streampact lint; x-lint-ignore: {rule, reason} beside a part of a contract takes back what they find in it.\n',
    ...textsOf(({ profiles }) => profiles !== undefined),
    '\nRules of streampact breaking, for two releases of the contracts; a waiver takes back what they find. Those of payloads\nhold for headers, too, under ids such as HEADER_REQUIRED_ADDED.\n',
    ...textsOf(({ origin, categories }) => origin === 'breaking' && !categories.includes('header')),
    '\nOther findings; they cannot be ignored.\n',
    ...textsOf(({ origin, profiles }) => origin !== 'breaking' && profiles === undefined),
  ].join('');
};

const asText = (rule: ListedRule): string => `  ${rule.id} (${about(rule)})\n      ${rule.purpose}\n`;

const about = ({ origin, severity, profiles, effect, directions, categories }: ListedRule): string => {
  if (origin === 'breaking') {
    return [...categories.slice(1), [effect, directions?.join(' and ')].filter(Boolean).join(' ')].join(', ');
  }
  if (profiles === undefined) return origins[origin];
  return `${severity ?? ''}${profiles.includes('any') ? ', in profile any a warning' : ', not in profile any'}`;
};

const origins: Readonly<Record<FindingOrigin, string>> = {
  read: 'when a document is read',
  convert: 'when a document in AsyncAPI 2 is read',
  emit: 'when code is generated',
  lint: 'when contracts are checked',
  models: 'streampact models',
  test: 'streampact test',
};
