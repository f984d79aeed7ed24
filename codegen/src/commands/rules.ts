/** `streampact rules`: what is looked for in contracts, and what each finding means. */
import { Command, Option } from 'commander';
import { lintRules } from '../lint/index.js';
import type { Profile } from '../model/contract.js';
import type { Severity } from '../report/finding.js';
import { type FindingOrigin, findingIds } from '../report/finding-ids.js';
import { didYouMean } from '../report/near-miss.js';

const formats = ['text', 'json'] as const;

interface RulesOptions {
  readonly format: (typeof formats)[number];
}

/** A lint rule, or another thing that a command may find. */
interface ListedRule {
  readonly id: string;
  readonly origin: FindingOrigin;
  /** `undefined` where it depends on the profile or on what was found. */
  readonly severity: Severity | undefined;
  readonly profiles: readonly Profile[] | undefined;
  readonly purpose: string;
}

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
    .addHelpText('after', help)
    .action((id: string | undefined, options: RulesOptions) => rules(id, options));

const help = `
Exit code: 0 listed, 2 there is no such rule.

Examples:
  streampact rules
  streampact rules key-declared --format json
`;

/** @throws UnknownRuleError */
export const rules = (id: string | undefined, { format }: RulesOptions): void => {
  const found = id === undefined ? listed : listed.filter((rule) => rule.id === id);
  if (id !== undefined && found.length === 0) throw new UnknownRuleError(id);
  if (format === 'json') process.stdout.write(`${JSON.stringify(found, undefined, 2)}\n`);
  else process.stdout.write(id === undefined ? listAsText() : found.map(asText).join(''));
};

const listed: readonly ListedRule[] = [
  ...lintRules.map(({ id, severity, profiles, purpose }): ListedRule => ({
    id,
    origin: 'lint',
    severity,
    profiles,
    purpose,
  })),
  ...findingIds.map(({ id, origin, purpose }): ListedRule => ({
    id,
    origin,
    severity: undefined,
    profiles: undefined,
    purpose,
  })),
];

const listAsText = (): string => {
  const [linted, others] = [true, false].map((isRule) =>
    listed.filter(({ profiles }) => (profiles !== undefined) === isRule).map(asText),
  );
  return [
    'Rules of streampact lint; x-lint-ignore: {rule, reason} beside a part of a contract takes back what they find in it.\n',
    ...(linted ?? []),
    '\nOther findings; they cannot be ignored.\n',
    ...(others ?? []),
  ].join('');
};

const asText = ({ id, origin, severity, profiles, purpose }: ListedRule): string => {
  const about =
    profiles === undefined
      ? origins[origin]
      : `${severity ?? ''}${profiles.includes('any') ? ', in profile any a warning' : ', not in profile any'}`;
  return `  ${id} (${about})\n      ${purpose}\n`;
};

const origins: Readonly<Record<FindingOrigin, string>> = {
  read: 'when a document is read',
  convert: 'when a document in AsyncAPI 2 is read',
  emit: 'when code is generated',
  lint: 'when contracts are checked',
  models: 'streampact models',
  test: 'streampact test',
};
