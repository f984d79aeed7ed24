/** The page of one document: its channels, what it handles, its messages. */
import type { Channel, ContractSet, Document, Message, Operation } from '../../model/contract.js';
import type { Schema } from '../../model/schema.js';
import { sourceName } from '../emitted-file.js';
import { channelAnchor, channelLink, listed, messageAnchor, messageLink, serviceLink, usesOf } from './links.js';
import { markup, type Markup } from './markup.js';
import { messageSection, type MessageUses } from './message-section.js';
import { pageText } from './page.js';
import { payloadTable } from './payload-table.js';

export const servicePage = ({ documents }: ContractSet, document: Document): string => {
  const uses = { sends: usesOf(documents, 'send'), receives: usesOf(documents, 'receive') };
  const channels = document.channels.filter(({ definedBy }) => definedBy === document.service);
  const messages = [...new Set(channels.flatMap((channel) => channel.messages))];
  const receives = document.operations.filter(({ action }) => action === 'receive');
  return pageText({
    title: `${document.title} ${document.version}`.trim(),
    description: document.description,
    services: documents.map(({ service }) => service),
    current: document.service,
    from: sourceName(document.file),
    contents: contentsOf(channels, receives, messages),
    content: markup`<h1>${document.title}</h1>
<p class="quiet">${document.version !== '' && `Version ${document.version} · `}<code>${sourceName(document.file)}</code></p>
${document.description !== undefined && markup`<p class="lead">${document.description}</p>\n`}${channelsSection(channels, uses)}${handlesSection(receives)}${channels.map((channel) => messagesSection(channel, uses))}${envelopeSections(messages)}`,
  });
};

const contentsOf = (
  channels: readonly Channel[],
  receives: readonly Operation[],
  messages: readonly Message[],
): Markup =>
  markup`${
    channels.length > 0 &&
    markup`<p><a href="#channels">Channels</a></p>
<ul>
${channels.map((channel) => markup`<li><a href="#${channelAnchor(channel)}">${channel.address || channel.key}</a></li>\n`)}</ul>
`
  }${
    receives.length > 0 &&
    markup`<p><a href="#handles">Handles</a></p>
<ul>
${receives.map((operation) => markup`<li><a href="#${operationAnchor(operation)}">${operation.key}</a></li>\n`)}</ul>
`
  }${
    messages.length > 0 &&
    markup`<p>Messages</p>
<ul>
${messages.map((message) => markup`<li><a href="#${messageAnchor(message)}">${message.title ?? message.name}</a></li>\n`)}</ul>
`
  }`;

const channelsSection = (channels: readonly Channel[], { sends, receives }: MessageUses): Markup | false =>
  channels.length > 0 &&
  markup`<h2 id="channels">Channels</h2>
<div class="scroll"><table class="cards">
<thead><tr><th>Address</th><th>Owner</th><th>Partitions</th><th>Retention</th><th>Published by</th><th>Consumer groups</th></tr></thead>
<tbody>
${channels.map((channel) => {
  const services = (uses: MessageUses['sends']): readonly Markup[] =>
    [
      ...new Set(uses.filter(({ operation }) => operation.channel === channel).map(({ document }) => document.service)),
    ].map(serviceLink);
  return markup`<tr class="channel" id="${channelAnchor(channel)}">
<td><code>${channel.address || channel.key}</code></td>
<td data-label="Owner">${channel.owner ?? channel.definedBy}</td>
<td data-label="Partitions">${channel.partitions}</td>
<td data-label="Retention">${channel.retention}</td>
<td data-label="Published by">${listed(services(sends), 'nobody')}</td>
<td data-label="Consumer groups">${listed(services(receives), 'none')}</td>
</tr>
`;
})}</tbody>
</table></div>
`;

const handlesSection = (receives: readonly Operation[]): Markup | false =>
  receives.length > 0 &&
  markup`<h2 id="handles">Handles</h2>
<div class="scroll"><table class="cards">
<thead><tr><th>Operation</th><th>From</th><th>Messages</th><th>Retry</th><th>After the last attempt</th></tr></thead>
<tbody>
${receives.map((operation) => {
  const { channel, messages, retry, onDeadLetter, handlerTimeoutMs } = operation;
  return markup`<tr id="${operationAnchor(operation)}">
<td><code>${operation.key}</code>${operation.description !== undefined && markup`<br>${operation.description}`}</td>
<td data-label="From">${channelLink(channel)}</td>
<td data-label="Messages">${listed(
    messages.map((message) => messageLink(message, channel.definedBy)),
    'none',
  )}</td>
<td data-label="Retry">up to ${retry.attempts} attempts, ${duration(retry.firstDelayMs)} to ${duration(retry.maxDelayMs)} apart; each may take ${duration(handlerTimeoutMs)}</td>
<td data-label="After the last attempt">${onDeadLetter === 'skip' ? 'the key goes on' : 'the key waits'}</td>
</tr>
`;
})}</tbody>
</table></div>
`;

const messagesSection = (channel: Channel, uses: MessageUses): Markup | false =>
  channel.messages.length > 0 &&
  markup`<h2>Messages of <code>${channel.address || channel.key}</code></h2>
${channel.description !== undefined && markup`<p>${channel.description}</p>\n`}${channel.messages.map((message) => messageSection(message, uses))}`;

/** Once for all messages that share it, which is nearly always all of them. */
const envelopeSections = (messages: readonly Message[]): readonly Markup[] => {
  const byId = new Map<string, { readonly schema: Schema; readonly messages: readonly Message[] }>();
  for (const message of messages) {
    const { headers: schema } = message;
    if (schema === undefined) continue;
    byId.set(schema.id, { schema, messages: [...(byId.get(schema.id)?.messages ?? []), message] });
  }
  return [...byId.values()].map(
    (
      group,
    ) => markup`<h2>Envelope${group.messages.length < messages.length && ` of ${group.messages.map(({ name }) => name).join(', ')}`}</h2>
${group.schema.description !== undefined && markup`<p>${group.schema.description}</p>\n`}${payloadTable(group.schema)}`,
  );
};

const operationAnchor = ({ key }: Operation): string => `operation-${key.replaceAll(/[^\w.-]+/g, '-')}`;

/** With a space that does not break: a lone "s" on the next line is no number. */
const duration = (ms: number): string => {
  if (ms % 60_000 === 0 && ms > 0) return `${ms / 60_000}\u00A0min`;
  return ms >= 1_000 ? `${ms / 1_000}\u00A0s` : `${ms}\u00A0ms`;
};
