/** The contracts seen as pages: every service, stream and event with its page and with what it is connected to. */
import type { Channel, ContractSet, Document, Message, Operation } from '../../../model/contract.js';
import { PageNames } from './page-names.js';

export interface Site {
  /** Name of the folder or file of contracts, the same wherever the repository stands. */
  readonly from: string;
  readonly services: readonly ServiceNode[];
  readonly streams: readonly StreamNode[];
  /** In the order of the streams. */
  readonly events: readonly EventNode[];
}

/** What has a page. */
export interface PageNode {
  readonly kind: 'service' | 'stream' | 'event';
  readonly name: string;
  /** Without extension, e.g. `events/ORDER_PLACED`. */
  readonly path: string;
}

export interface ServiceNode extends PageNode {
  readonly kind: 'service';
  readonly document: Document;
  readonly publishes: readonly Use[];
  readonly handles: readonly Use[];
}

export interface StreamNode extends PageNode {
  readonly kind: 'stream';
  readonly channel: Channel;
  readonly events: readonly EventNode[];
  readonly publishers: readonly Use[];
  readonly handlers: readonly Use[];
}

export interface EventNode extends PageNode {
  readonly kind: 'event';
  readonly message: Message;
  readonly stream: StreamNode;
  readonly publishers: readonly Use[];
  readonly handlers: readonly Use[];
}

/** An operation, with the service it belongs to and what it is about. */
export interface Use {
  readonly service: ServiceNode;
  readonly operation: Operation;
  readonly stream: StreamNode;
  readonly events: readonly EventNode[];
}

/** Nodes while they are connected to each other. */
type Growing<Node> = { -readonly [Key in keyof Node]: Node[Key] extends readonly (infer Item)[] ? Item[] : Node[Key] };

interface GrowingStream {
  readonly stream: Growing<StreamNode>;
  readonly events: readonly Growing<EventNode>[];
}

export const siteOf = ({ folder, documents }: ContractSet): Site => {
  const services = serviceNodes(documents);
  const streams = streamNodes(documents);
  const all = [...streams.values()];
  for (const service of services) {
    for (const operation of service.document.operations) connect(service, operation, streams.get(operation.channel));
  }
  return {
    from: folder.split('/').at(-1) ?? folder,
    services,
    streams: all.map(({ stream }) => stream),
    events: all.flatMap(({ events }) => events),
  };
};

const serviceNodes = (documents: readonly Document[]): readonly Growing<ServiceNode>[] => {
  const names = new PageNames();
  return documents.map((document) => {
    const path = `services/${names.claim(document.service, document.title)}`;
    return { kind: 'service', name: document.service, path, document, publishes: [], handles: [] };
  });
};

/** Those a document defines first, so that they have the plain names; then those of documents that were not given. */
const streamNodes = (documents: readonly Document[]): ReadonlyMap<Channel, GrowingStream> => {
  const own = documents.flatMap(({ service, channels }) => channels.filter(({ definedBy }) => definedBy === service));
  const used = documents.flatMap(({ channels, operations }) => [
    ...channels,
    ...operations.map(({ channel }) => channel),
  ]);
  const names = { streams: new PageNames(), events: new PageNames() };
  return new Map([...new Set([...own, ...used])].map((channel) => [channel, streamNode(channel, names)]));
};

const streamNode = (channel: Channel, names: { streams: PageNames; events: PageNames }): GrowingStream => {
  const name = channel.address || channel.key;
  const path = `streams/${names.streams.claim(name, channel.definedBy)}`;
  const stream: Growing<StreamNode> = { kind: 'stream', name, path, channel, events: [], publishers: [], handlers: [] };
  const events = channel.messages.map((message): Growing<EventNode> => {
    const page = `events/${names.events.claim(message.name, name)}`;
    return { kind: 'event', name: message.name, path: page, message, stream, publishers: [], handlers: [] };
  });
  stream.events.push(...events);
  return { stream, events };
};

const connect = (service: Growing<ServiceNode>, operation: Operation, found: GrowingStream | undefined): void => {
  if (found === undefined) return;
  const { stream } = found;
  const wanted = new Set(operation.messages);
  const events = found.events.filter(({ message }) => wanted.has(message));
  const use: Use = { service, operation, stream, events };
  const isSend = operation.action === 'send';
  (isSend ? service.publishes : service.handles).push(use);
  (isSend ? stream.publishers : stream.handlers).push(use);
  for (const event of events) (isSend ? event.publishers : event.handlers).push(use);
};

/** Services of some uses, each once. */
export const servicesOf = (uses: readonly Use[]): readonly ServiceNode[] => [
  ...new Set(uses.map(({ service }) => service)),
];

/** Streams of some uses, each once. */
export const streamsOf = (uses: readonly Use[]): readonly StreamNode[] => [
  ...new Set(uses.map(({ stream }) => stream)),
];
