/** The exported names of one folder of generated code, claimed in a fixed order so that they never clash. */
import type { Channel, Document, Message } from '../model/contract.js';
import { channelName, handlersType, messageProperty, ownChannels, publisherClass, serviceName } from './names-of.js';
import { eventType, payloadType } from './names-of.js';
import { NameScope } from './names.js';

export interface OwnMessage {
  readonly message: Message;
  readonly channel: Channel;
  readonly property: string;
  /** Of the message's definition inside messages.ts. */
  readonly constant: string;
  readonly payload: string;
  readonly event: string;
}

export interface FolderNames {
  readonly scope: NameScope;
  readonly channels: readonly { readonly channel: Channel; readonly name: string }[];
  readonly messages: readonly OwnMessage[];
}

export const folderNames = (document: Document): FolderNames => {
  const names = [publisherClass(document), handlersType(document), serviceName(document)];
  const scope = new NameScope([...used, ...names, `${serviceName(document)}Handlers`]);
  const channels = ownChannels(document).map((channel) => ({ channel, name: scope.claim(channelName(channel)) }));
  const messages = channels.flatMap(({ channel }) =>
    channel.messages.map((message) => ({
      message,
      channel,
      property: messageProperty(message),
      constant: scope.claim(messageProperty(message)),
      payload: scope.claim(payloadType(message)),
      event: scope.claim(eventType(message)),
    })),
  );
  return { scope, channels, messages };
};

/** Names that generated files use themselves. */
const used = (
  'ChannelDefinition ConsumerDefinition DomainEvent HandlerChoice HandlerRegistration MessageDefinition MessageHandler ' +
  'MessageId MessagePublisher PublishOptions ServiceDefinition Validate Promise Readonly Record Array Object messages consumers'
).split(' ');
