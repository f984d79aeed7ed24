/** Where things stand in the pages, and links to them. */
import type { Channel, Document, Message, Operation } from '../../model/contract.js';
import { markup, type Markup } from './markup.js';

/** File of a document's page. A document called `index` must not take the place of the index. */
export const pageOf = (service: string): string => `${service === 'index' ? 'index-service' : service}.html`;

export const channelAnchor = ({ address, key }: Channel): string => `channel-${slug(address || key)}`;

export const messageAnchor = ({ name }: Message): string => `message-${slug(name)}`;

export const serviceLink = (service: string): Markup => markup`<a href="${href(service)}">${service}</a>`;

export const channelLink = (channel: Channel): Markup =>
  markup`<a href="${href(channel.definedBy)}#${channelAnchor(channel)}"><code>${channel.address || channel.key}</code></a>`;

/** `owner` is the service whose page describes the message: the one that defines its channel. */
export const messageLink = (message: Message, owner: string): Markup =>
  markup`<a href="${href(owner)}#${messageAnchor(message)}"><code>${message.name}</code></a>`;

/** Links with commas between them, or `none` in a quieter colour. */
export const listed = (links: readonly Markup[], none: string): Markup =>
  links.length === 0
    ? markup`<span class="quiet">${none}</span>`
    : markup`${links.map((link, index) => markup`${index > 0 && ', '}${link}`)}`;

/** Every operation with its document: who sends and who receives. */
export interface Use {
  readonly document: Document;
  readonly operation: Operation;
}

export const usesOf = (documents: readonly Document[], action: Operation['action']): readonly Use[] =>
  documents.flatMap((document) =>
    document.operations
      .filter((operation) => operation.action === action)
      .map((operation) => ({ document, operation })),
  );

/** Channels in the order of the documents that define them. */
export const ownChannels = (documents: readonly Document[]): readonly Channel[] =>
  documents.flatMap(({ service, channels }) => channels.filter(({ definedBy }) => definedBy === service));

const href = (service: string): string => encodeURIComponent(pageOf(service));

const slug = (name: string): string => name.replaceAll(/[^\w.-]+/g, '-');
