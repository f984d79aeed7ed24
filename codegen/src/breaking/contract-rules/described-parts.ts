/** Parts of contracts that may be described, and that both releases have. */
import type { SourceNode } from '../../model/source.js';
import type { Comparison } from './comparison.js';
import type { About } from './rule.js';
import { serverPairs } from './server-pairs.js';
import { channelText } from './who.js';

export interface DescribedPart {
  readonly kind: 'channel' | 'message' | 'operation' | 'server';
  /** In mid-sentence: `the channel orders-stream`. */
  readonly what: string;
  readonly previous: SourceNode;
  readonly current: SourceNode;
  readonly about: About;
}

export const describedParts = (comparison: Comparison): readonly DescribedPart[] => [
  ...comparison.channels.pairs.map(({ previous, current }) => ({
    kind: 'channel' as const,
    what: `the channel ${channelText(current)}`,
    previous: previous.source,
    current: current.source,
    about: { channel: current },
  })),
  ...comparison.messages.pairs.map(({ previous, current: { channel, message } }) => ({
    kind: 'message' as const,
    what: `the message ${message.name}`,
    previous: previous.message.source,
    current: message.source,
    about: { channel, message },
  })),
  ...comparison.operations.pairs.map(({ previous, current: { operation, activity } }) => ({
    kind: 'operation' as const,
    what: `the operation ${operation.key} of ${activity.document.service}`,
    previous: previous.operation.source,
    current: operation.source,
    about: { channel: activity.channel, operation: operation.key },
  })),
  ...serverPairs(comparison).flatMap(({ document, pairs }) =>
    pairs.map(({ previous, current }) => ({
      kind: 'server' as const,
      what: `the server ${current.key} of ${document.current.service}`,
      previous: previous.source,
      current: current.source,
      about: { document: document.current },
    })),
  ),
];
