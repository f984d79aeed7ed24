/** The exported names of one folder of generated code, claimed in a fixed order so that they never clash. */
import type { Channel, Document, Message } from '../model/contract.js';
import { channelName, handlersType, messageProperty, ownChannels, publisherClass, serviceName } from './names-of.js';
import { eventMap, eventType, payloadType } from './names-of.js';
import { NameScope, pascalCase } from './names.js';

export interface OwnMessage {
  readonly message: Message;
  readonly channel: Channel;
  /** In `messages`, in handler maps, and as the publisher's method. */
  readonly property: string;
  /** Of the message's definition inside messages.ts. */
  readonly constant: string;
  readonly payload: string;
  readonly event: string;
  /** `Writer` and `Reader` behind it give the names of its validators. */
  readonly validators: string;
  /** Whether a channel before this one has the same message, whose types and validators it shares. */
  readonly isShared: boolean;
}

export interface OwnChannel {
  readonly channel: Channel;
  readonly name: string;
  /** The type that has the events of the channel by their wire names. */
  readonly eventMap: string;
}

export interface FolderNames {
  readonly scope: NameScope;
  readonly channels: readonly OwnChannel[];
  readonly messages: readonly OwnMessage[];
}

export const folderNames = (document: Document): FolderNames => {
  const names = [publisherClass(document), handlersType(document), serviceName(document)];
  const scope = new NameScope([...used, ...names, `${serviceName(document)}Handlers`]);
  const channels = ownChannels(document).map((channel): OwnChannel => {
    const name = scope.claim(channelName(channel));
    return { channel, name, eventMap: scope.claim(eventMap(name)) };
  });
  return { scope, channels, messages: ownMessages(channels, scope) };
};

const ownMessages = (channels: readonly OwnChannel[], scope: NameScope): readonly OwnMessage[] => {
  const properties = new NameScope(['constructor']);
  const known = new Map<Message, OwnMessage>();
  return channels.flatMap(({ channel, name }) =>
    channel.messages.map((message): OwnMessage => {
      const first = known.get(message);
      // Where one message is on several channels, the later ones say which.
      const wanted = first === undefined ? messageProperty(message) : `${first.property}On${pascalCase(name)}`;
      const property = properties.claim(wanted);
      const payload = first?.payload ?? scope.claim(payloadType(message));
      const event = first?.event ?? scope.claim(eventType(message));
      const own: OwnMessage = {
        message,
        channel,
        property,
        constant: scope.claim(property),
        payload,
        event,
        validators: first?.validators ?? property,
        isShared: first !== undefined,
      };
      if (first === undefined) known.set(message, own);
      return own;
    }),
  );
};

/** Names that generated files use themselves. */
const used = (
  'ChannelDefinition ConsumerDefinition DomainEvent HandlerChoice HandlerRegistration MessageDefinition MessageHandler ' +
  'MessageId MessagePublisher PublishOptions ServiceDefinition Validate Promise Readonly Record Array Object messages consumers'
).split(' ');
