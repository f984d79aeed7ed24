/** Two releases side by side: what of one is what of the other. */
import type { Channel, Document, Message, Operation } from '../../model/contract.js';
import { type Pair, type Paired, pairBy, same } from './pair-by.js';
import { pairChannels } from './pair-channels.js';
import { pairDocuments } from './pair-documents.js';
import type { Activity, ChannelMessage, Side } from './side.js';

export interface Comparison {
  readonly previous: Side;
  readonly current: Side;
  /** By name; or by what they do, if they were renamed. */
  readonly documents: Paired<Document>;
  /** By address, or else by key. */
  readonly channels: Paired<Channel>;
  /** By wire name, or else by key; of channels that both releases have. */
  readonly messages: Paired<OnChannel>;
  /** By service, channel and action; of channels that both releases have. */
  readonly activities: Paired<Activity>;
  /** By key, or else in their order; of activities that both releases have. */
  readonly operations: Paired<OfActivity>;
  /** The service as it is called now, or its old name if it is gone. */
  /** `undefined` if the service is gone. */
  readonly documentNow: (previous: Document) => Document | undefined;
  readonly serviceNow: (previous: string) => string;
  readonly channelNow: (previous: Channel) => Channel | undefined;
  /** On the channel that is the previous one now. */
  readonly messageNow: (channel: Channel, previous: Message) => Message | undefined;
  /** The day on which this is asked, for what is past its sunset. */
  readonly today: string;
}

export interface OnChannel extends ChannelMessage {
  readonly channel: Channel;
}

export interface OfActivity {
  readonly operation: Operation;
  readonly activity: Activity;
}

/** @param today `2027-06-30` */
export const comparisonOf = (previous: Side, current: Side, today: string): Comparison => {
  const documents = pairDocuments(previous, current);
  const names = new Map(documents.pairs.map((pair) => [pair.previous.service, pair.current.service]));
  const successors = new Map(documents.pairs.map((pair) => [pair.previous, pair.current]));
  const serviceNow = (service: string): string => names.get(service) ?? service;
  const channels = pairChannels(previous, current, serviceNow);
  const partners = new Map(channels.pairs.map((pair) => [pair.previous, pair.current]));
  const channelNow = (channel: Channel): Channel | undefined => partners.get(channel);
  const messages = merged(channels.pairs.map((pair) => pairMessages(previous, current, pair)));
  const messagePartners = new Map<Channel, Map<Message, Message>>();
  for (const pair of messages.pairs) {
    const onChannel = messagePartners.get(pair.previous.channel) ?? new Map<Message, Message>();
    messagePartners.set(pair.previous.channel, onChannel.set(pair.previous.message, pair.current.message));
  }
  const activities = pairActivities(previous, current, { serviceNow, channelNow, channels });
  return {
    previous,
    current,
    documents,
    channels,
    messages,
    activities,
    operations: merged(activities.pairs.map(pairOperations)),
    documentNow: (document) => successors.get(document),
    serviceNow,
    channelNow,
    messageNow: (channel, message) => messagePartners.get(channel)?.get(message),
    today,
  };
};

/** The services as they are now; those that are gone are left out. */
export const stillThere = (
  { documentNow }: Comparison,
  doers: readonly { readonly document: Document }[],
): readonly { readonly document: Document }[] =>
  doers.flatMap(({ document }) => {
    const now = documentNow(document);
    return now === undefined ? [] : { document: now };
  });

const pairMessages = (previous: Side, current: Side, channel: Pair<Channel>): Paired<OnChannel> => {
  const on = (side: Side, one: Channel): readonly OnChannel[] =>
    side.messagesOf(one).map((message) => ({ ...message, channel: one }));
  return pairBy(on(previous, channel.previous), on(current, channel.current), [
    same(({ message }) => message.name),
    same(({ key }) => key),
  ]);
};

const pairActivities = (
  previous: Side,
  current: Side,
  { serviceNow, channelNow, channels }: Pick<Comparison, 'serviceNow' | 'channelNow' | 'channels'>,
): Paired<Activity> => {
  const newChannels = new Set(channels.added);
  const numbers = new Map(current.channels.map((channel, number) => [channel, number]));
  const keyOf = (service: string, channel: Channel | undefined, action: string): string | undefined => {
    const number = channel === undefined ? undefined : numbers.get(channel);
    return number === undefined ? undefined : `${service} ${number} ${action}`;
  };
  const { pairs, removed, added } = pairBy(previous.activities, current.activities, [
    {
      previous: ({ document, channel, action }) => keyOf(serviceNow(document.service), channelNow(channel), action),
      current: ({ document, channel, action }) => keyOf(document.service, channel, action),
    },
  ]);
  // What was done on a channel that is gone went with it, and what is done on a new one comes with it.
  return {
    pairs,
    removed: removed.filter(({ channel }) => channelNow(channel) !== undefined),
    added: added.filter(({ channel }) => !newChannels.has(channel)),
  };
};

const pairOperations = ({ previous, current }: Pair<Activity>): Paired<OfActivity> => {
  const of = (activity: Activity): readonly OfActivity[] =>
    activity.operations.map((operation) => ({ operation, activity }));
  return pairBy(of(previous), of(current), [same(({ operation }) => operation.key), same(() => 'any')]);
};

const merged = <Item>(all: readonly Paired<Item>[]): Paired<Item> => ({
  pairs: all.flatMap(({ pairs }) => pairs),
  removed: all.flatMap(({ removed }) => removed),
  added: all.flatMap(({ added }) => added),
});
