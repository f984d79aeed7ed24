/** Who may receive what from whom, among services of releases that run side by side. */
import type { Channel, Document, Message } from '../model/contract.js';
import type { Release } from '../releases/release.js';

/** A message as one release writes it and another one reads it. */
export interface Delivery {
  readonly producer: Side;
  readonly consumer: Side;
}

export interface Side {
  readonly release: Release;
  readonly service: string;
  readonly channel: Channel;
  readonly message: Message;
}

/**
 * Of today's contracts among themselves, and of today's with each baseline in both directions. Baselines among themselves
 * were tested when the later one was today's.
 */
export const deliveries = (current: Release, baselines: readonly Release[]): readonly Delivery[] => [
  ...between(current, current),
  ...baselines.flatMap((baseline) => [...between(baseline, current), ...between(current, baseline)]),
];

const between = (writing: Release, reading: Release): readonly Delivery[] => {
  const written = writing.contracts.documents.flatMap((document) => sidesOf(writing, document, 'send'));
  const read = reading.contracts.documents.flatMap((document) => sidesOf(reading, document, 'receive'));
  // What a consumer's contract does not name it skips, and what is not written does not arrive.
  return read.flatMap((consumer) =>
    written.filter((producer) => isSame(producer, consumer)).map((producer) => ({ producer, consumer })),
  );
};

const sidesOf = (release: Release, document: Document, action: 'send' | 'receive'): readonly Side[] =>
  document.operations
    .filter((operation) => operation.action === action)
    .flatMap(({ channel, messages }) =>
      messages.map((message) => ({ release, service: document.service, channel, message })),
    );

const isSame = (one: Side, other: Side): boolean =>
  one.channel.address === other.channel.address && one.message.name === other.message.name;
