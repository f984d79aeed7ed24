import { type Fact, type SecurityScheme, securityOf } from '../facts.js';
import type { Comparison } from '../comparison.js';
import type { About, ContractRule, Report } from '../rule.js';
import { connected, serverPairs } from '../server-pairs.js';
import { stillRunning } from '../who.js';
import type { Document } from '../../../model/contract.js';
import type { SourceRange } from '../../../model/source.js';

export const securityAdded: ContractRule = {
  id: 'SECURITY_ADDED',
  category: 'server',
  effect: 'breaking',
  directions: ['forward'],
  purpose: 'Services that still run have no credentials for what nobody asked them before, and are turned away.',
  check: (comparison, report) => {
    const { previous: before, current: now } = comparison;
    for (const { document, pairs } of serverPairs(comparison)) {
      for (const { previous, current } of pairs) {
        checkSecurity(comparison, report, {
          what: `The server ${current.key} of ${document.current.service}`,
          document: document.previous,
          about: { document: document.current },
          was: securityOf(before.texts, previous.source),
          is: securityOf(now.texts, current.source),
          range: previous.range,
          rangeNow: current.range,
        });
      }
    }
    for (const { previous, current } of comparison.operations.pairs) {
      const { operation, activity } = current;
      checkSecurity(comparison, report, {
        what: `The operation ${operation.key} of ${activity.document.service}`,
        document: previous.activity.document,
        about: { channel: activity.channel, operation: operation.key },
        was: securityOf(before.texts, previous.operation.source),
        is: securityOf(now.texts, operation.source),
        range: previous.operation.range,
        rangeNow: operation.range,
      });
    }
  },
};

interface Secured {
  readonly what: string;
  readonly document: Document;
  readonly about: About;
  readonly was: Fact<readonly SecurityScheme[]> | undefined;
  readonly is: Fact<readonly SecurityScheme[]> | undefined;
  readonly range: SourceRange;
  readonly rangeNow: SourceRange;
}

const checkSecurity = (
  comparison: Comparison,
  report: Report,
  { what, document, about, was, is, range, rangeNow }: Secured,
): void => {
  const [before, now] = [was?.value ?? [], is?.value ?? []];
  const demands = new Set(now.map(({ demand }) => demand));
  // A list is a choice: who was let in by one of it still is if that one is left, or if nothing is asked any more.
  const lost = before.filter(({ demand }) => !demands.has(demand));
  if (now.length === 0 ? before.length === 0 : before.length > 0 && lost.length === 0) return;
  const { texts } = comparison.previous;
  const names = (schemes: readonly SecurityScheme[]): string =>
    schemes.length === 0 ? 'no credentials' : schemes.map(({ name }) => name).join(' or ');
  const given = names(lost.slice(0, 1));
  const has = stillRunning(comparison.previous, connected(comparison, document), 'connects', ['has', 'have']);
  report({
    previous: was?.range ?? texts.nameOf(range),
    current: is?.range ?? comparison.current.texts.nameOf(rangeNow),
    message: `${what} asked for ${names(before)} and asks for ${names(now)} now.`,
    fix: now.length === 0 ? undefined : 'give the credentials to all services first, and ask for them then',
    about,
    harms:
      now.length === 0
        ? []
        : [
            {
              direction: 'forward',
              effect: 'breaking',
              delivery: {
                field: 'credentials',
                of: 'previous',
                given,
                taken: now.map(({ name, demand }) => (name === given ? demand : name)),
              },
              consequence: `${has} ${names(before)} and cannot connect.`,
            },
          ],
  });
};
