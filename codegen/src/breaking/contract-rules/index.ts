/** Rules for two releases: which there are, and what they and the comparison of schemas find. */
import type { Release } from '../../releases/release.js';
import type { Channel, Message } from '../../model/contract.js';
import type { Change, Direction } from '../change.js';
import type { ContentModel } from '../comparable.js';
import { changesOf, directionsFor } from './changes-of.js';
import { comparisonOf } from './comparison.js';
import type { ContractRule } from './rule.js';
import { bindingsChanged } from './rules/bindings-changed.js';
import { channelAdded } from './rules/channel-added.js';
import { channelAddressChanged } from './rules/channel-address-changed.js';
import { channelKeyRenamed } from './rules/channel-key-renamed.js';
import { channelOwnerChanged } from './rules/channel-owner-changed.js';
import { channelParameterAdded } from './rules/channel-parameter-added.js';
import { channelParameterChanged } from './rules/channel-parameter-changed.js';
import { channelParameterRemoved } from './rules/channel-parameter-removed.js';
import { channelRemoved } from './rules/channel-removed.js';
import { consumerGroupRenamed } from './rules/consumer-group-renamed.js';
import { contentTypeChanged } from './rules/content-type-changed.js';
import { correlationIdLocationChanged } from './rules/correlation-id-location-changed.js';
import { docsChanged } from './rules/docs-changed.js';
import { infoChanged } from './rules/info-changed.js';
import { messageAddedToChannel } from './rules/message-added-to-channel.js';
import { messageDeprecated } from './rules/message-deprecated.js';
import { messageKeyRenamed } from './rules/message-key-renamed.js';
import { messageNameChanged } from './rules/message-name-changed.js';
import { messageRemovedFromChannel } from './rules/message-removed-from-channel.js';
import { operationActionFlipped } from './rules/operation-action-flipped.js';
import { operationAdded } from './rules/operation-added.js';
import { operationHandlingChanged } from './rules/operation-handling-changed.js';
import { operationKeyRenamed } from './rules/operation-key-renamed.js';
import { operationMessagesNarrowed } from './rules/operation-messages-narrowed.js';
import { operationMessagesWidened } from './rules/operation-messages-widened.js';
import { operationRemoved } from './rules/operation-removed.js';
import { partitionCountChanged } from './rules/partition-count-changed.js';
import { partitionKeyChanged } from './rules/partition-key-changed.js';
import { replyAddressChanged } from './rules/reply-address-changed.js';
import { replyChannelChanged } from './rules/reply-channel-changed.js';
import { replyMessagesChanged } from './rules/reply-messages-changed.js';
import { retentionLengthened } from './rules/retention-lengthened.js';
import { retentionShortened } from './rules/retention-shortened.js';
import { schemaFormatChanged } from './rules/schema-format-changed.js';
import { schemaNotCompared } from './rules/schema-not-compared.js';
import { securityAdded } from './rules/security-added.js';
import { serverChanged } from './rules/server-changed.js';
import { serverProtocolChanged } from './rules/server-protocol-changed.js';
import { messageHistory } from './message-history.js';
import { schemaChanges } from './schema-changes.js';
import { Side } from './side.js';

export type { ContractRule, ContractRuleCategory } from './rule.js';

/** By id. */
export const contractRules: readonly ContractRule[] = [
  bindingsChanged,
  channelAdded,
  channelAddressChanged,
  channelKeyRenamed,
  channelOwnerChanged,
  channelParameterAdded,
  channelParameterChanged,
  channelParameterRemoved,
  channelRemoved,
  consumerGroupRenamed,
  contentTypeChanged,
  correlationIdLocationChanged,
  docsChanged,
  infoChanged,
  messageAddedToChannel,
  messageDeprecated,
  messageKeyRenamed,
  messageNameChanged,
  messageRemovedFromChannel,
  operationActionFlipped,
  operationAdded,
  operationHandlingChanged,
  operationKeyRenamed,
  operationMessagesNarrowed,
  operationMessagesWidened,
  operationRemoved,
  partitionCountChanged,
  partitionKeyChanged,
  replyAddressChanged,
  replyChannelChanged,
  replyMessagesChanged,
  retentionLengthened,
  retentionShortened,
  schemaFormatChanged,
  schemaNotCompared,
  securityAdded,
  serverChanged,
  serverProtocolChanged,
];

export interface CompareOptions {
  /** What the policy asks of a channel, or of a message on it. Of the current release, or of the previous one if it is gone. */
  readonly directionsOf: (channel: Channel, message: Message | undefined) => ReadonlySet<Direction>;
  /** @default `event`: closed on write, tolerant on read */
  readonly contentModelOf?: (channel: Channel) => ContentModel;
  /** Releases before the previous one, oldest first: a name that they used must not come back with another meaning. */
  readonly history?: readonly Release[];
  /** Decides what is past its sunset. */
  readonly now: Date;
}

/**
 * Everything that changed from one release to another, compatible changes included, in no particular order. The contracts
 * must have been read without errors.
 */
export const compareContracts = (previous: Release, current: Release, options: CompareOptions): readonly Change[] => {
  const today = options.now.toISOString().slice(0, 10);
  const comparison = comparisonOf(new Side(previous), new Side(current), today);
  const differences = contractRules.flatMap((rule) =>
    changesOf(rule, comparison, (about) => directionsFor(about, comparison, options.directionsOf)),
  );
  const { directionsOf, contentModelOf = () => 'event' } = options;
  const historyOf = messageHistory(options.history ?? []);
  return [...differences, ...schemaChanges(comparison, { directionsOf, contentModelOf, historyOf })];
};
