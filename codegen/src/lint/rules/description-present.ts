import type { ContractSet } from '../../model/contract.js';
import type { SourceRange } from '../../model/source.js';
import { allMessages, allOperations, allSchemas, isUnresolved, ownChannels } from '../contract-walk.js';
import type { LintRule } from '../rule.js';
import { entryIn, nameOf } from '../source-places.js';

export const descriptionPresent: LintRule = {
  id: 'description-present',
  severity: 'error',
  profiles: ['streampact'],
  purpose:
    'The contract is the only documentation of an event; a name alone does not say what happened, or in which unit.',
  check: ({ contracts, report }) => {
    for (const { what, range } of undescribed(contracts)) {
      report.at(
        range,
        `${what} has no description.`,
        'add description: one sentence for people who do not know this service',
      );
    }
  },
};

interface Undescribed {
  readonly what: string;
  readonly range: SourceRange;
}

const undescribed = (contracts: ContractSet): readonly Undescribed[] => {
  const named = [
    ...ownChannels(contracts).map(({ channel }) => ({
      what: `The channel ${channel.address || channel.key}`,
      node: channel,
    })),
    ...allOperations(contracts).map(({ operation }) => ({ what: `The operation ${operation.key}`, node: operation })),
    ...allMessages(contracts).map((message) => ({ what: `The message ${message.name}`, node: message })),
  ].filter(({ node }) => isBlank(node.description));
  // Headers are the same envelope for every message; only what a message carries itself has to be explained.
  const properties = allSchemas(contracts, ({ payload }) => [payload]).flatMap((schema) => schema.properties);
  return [
    ...contracts.documents
      .filter(({ description }) => isBlank(description))
      .map(({ service, source }) => ({
        what: `The document of ${service}`,
        range: entryIn(source, 'info')?.keyRange ?? { ...source.range, endLine: source.range.line + 1 },
      })),
    ...named.map(({ what, node }) => ({ what, range: nameOf(contracts, node.source.range) })),
    ...properties
      .filter((property) => isBlank(property.description) && !isUnresolved(contracts, property))
      .map(({ name, range }) => ({ what: `The property ${name}`, range })),
  ];
};

const isBlank = (text: string | undefined): boolean => text === undefined || text.trim() === '';
