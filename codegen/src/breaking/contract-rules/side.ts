/** One of the two releases, and what rules ask it: who receives what, and what stands in its files. */
import { entryOf } from '../../load/source-tree.js';
import type { Channel, Document, Message, Operation } from '../../model/contract.js';
import type { SourceRange } from '../../model/source.js';
import type { Release } from '../../releases/release.js';
import { SourceTexts } from './source-texts.js';

/** What a service does on one channel: all its operations with one action together. */
export interface Activity {
  readonly document: Document;
  readonly channel: Channel;
  readonly action: Operation['action'];
  readonly operations: readonly Operation[];
  readonly messages: ReadonlySet<Message>;
}

/** A message as a channel has it: one message may have other keys on other channels. */
export interface ChannelMessage {
  readonly key: string;
  readonly message: Message;
  /** Of the key. */
  readonly range: SourceRange;
}

export class Side {
  readonly name: string;
  readonly documents: readonly Document[];
  /** Each once, however many documents refer to it. */
  readonly channels: readonly Channel[];
  /** Replies left out: they belong to the operation that they answer. */
  readonly activities: readonly Activity[];
  readonly texts: SourceTexts;
  readonly #replies: ReadonlyMap<Operation, Operation>;
  readonly #byChannel = new Map<Channel, Activity[]>();

  constructor({ name, contracts }: Release) {
    this.name = name;
    this.documents = contracts.documents;
    this.channels = [...new Set(contracts.documents.flatMap(({ channels }) => channels))];
    this.activities = contracts.documents.flatMap(activitiesOf);
    this.texts = new SourceTexts(contracts);
    this.#replies = new Map(contracts.documents.flatMap(repliesIn));
    for (const activity of this.activities) {
      const others = this.#byChannel.get(activity.channel);
      if (others === undefined) this.#byChannel.set(activity.channel, [activity]);
      else others.push(activity);
    }
  }

  activitiesOn(channel: Channel): readonly Activity[] {
    return this.#byChannel.get(channel) ?? [];
  }

  replyTo(operation: Operation): Operation | undefined {
    return this.#replies.get(operation);
  }

  /** Those that receive `message` there; anything if it is not given. */
  receivers(channel: Channel, message?: Message): readonly Activity[] {
    return this.#doing('receive', channel, message);
  }

  senders(channel: Channel, message?: Message): readonly Activity[] {
    return this.#doing('send', channel, message);
  }

  /** Whether somebody may have published it: for certain nobody has if all that is sent on its channel is something else. */
  maySend(channel: Channel, message: Message): boolean {
    return this.senders(channel).length === 0 || this.senders(channel, message).length > 0;
  }

  #doing(action: Operation['action'], channel: Channel, message: Message | undefined): readonly Activity[] {
    return this.activitiesOn(channel).filter(
      (activity) => activity.action === action && (message === undefined || activity.messages.has(message)),
    );
  }

  messagesOf(channel: Channel): readonly ChannelMessage[] {
    const written = this.texts.follow(entryOf(channel.source, 'messages')?.value);
    const entries = written?.kind === 'map' ? written.entries : [];
    return channel.messages.map((message, index) => {
      // Where a reference leads nowhere the lists differ, and contracts with such errors are not compared.
      const entry = entries.length === channel.messages.length ? entries[index] : undefined;
      return { key: entry?.key ?? message.key, message, range: entry?.keyRange ?? message.range };
    });
  }
}

/** A reply has no action of its own. */
const isReply = ({ source }: Operation): boolean => entryOf(source, 'action') === undefined;

/** Each reply by what it answers, behind which it stands. */
const repliesIn = ({ operations }: Document): readonly (readonly [Operation, Operation])[] =>
  operations.flatMap((operation, index) => {
    const next = operations[index + 1];
    return next !== undefined && isReply(next) ? [[operation, next] as const] : [];
  });

const activitiesOf = (document: Document): readonly Activity[] => {
  const groups = new Map<Channel, Map<Operation['action'], Operation[]>>();
  for (const operation of document.operations) {
    if (isReply(operation)) continue;
    const onChannel = groups.get(operation.channel) ?? new Map<Operation['action'], Operation[]>();
    groups.set(operation.channel, onChannel);
    const operations = onChannel.get(operation.action);
    if (operations === undefined) onChannel.set(operation.action, [operation]);
    else operations.push(operation);
  }
  return [...groups].flatMap(([channel, byAction]) =>
    [...byAction].map(([action, operations]) => ({
      document,
      channel,
      action,
      operations,
      messages: new Set(operations.flatMap(({ messages }) => messages)),
    })),
  );
};
