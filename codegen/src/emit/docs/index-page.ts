/** The first page: all services, who publishes to whom, and every message with its handlers. */
import type { Channel, ContractSet, Document } from '../../model/contract.js';
import { channelLink, listed, messageLink, ownChannels, serviceLink, usesOf } from './links.js';
import { markup, type Markup } from './markup.js';
import { pageText } from './page.js';
import { systemPicture } from './system-picture.js';

export const indexPage = ({ folder, documents }: ContractSet): string => {
  const channels = ownChannels(documents);
  const description = `${documents.length === 1 ? 'One service' : `${documents.length} services`} and the messages between them.`;
  return pageText({
    title: 'Services and messages',
    description,
    services: documents.map(({ service }) => service),
    from: folder.split('/').at(-1) ?? folder,
    content: markup`<h1>Services and messages</h1>
<p class="lead">${description}</p>
${systemPicture(documents)}<h2>Services</h2>
<div class="scroll"><table class="cards">
<thead><tr><th>Service</th><th>Version</th><th>Publishes on</th><th>Handles from</th><th>Description</th></tr></thead>
<tbody>
${documents.map(serviceRow)}</tbody>
</table></div>
<h2>Messages</h2>
<div class="scroll"><table class="cards">
<thead><tr><th>Message</th><th>Channel</th><th>Handled by</th><th>Description</th></tr></thead>
<tbody>
${channels.map((channel) => messageRows(channel, documents))}</tbody>
</table></div>
`,
  });
};

const serviceRow = (document: Document): Markup => {
  const on = (action: 'send' | 'receive'): readonly Markup[] =>
    [
      ...new Set(document.operations.filter((operation) => operation.action === action).map(({ channel }) => channel)),
    ].map(channelLink);
  return markup`<tr>
<td>${serviceLink(document.service)}</td>
<td data-label="Version">${document.version}</td>
<td data-label="Publishes on">${listed(on('send'), 'nothing')}</td>
<td data-label="Handles from">${listed(on('receive'), 'nothing')}</td>
<td>${document.description}</td>
</tr>
`;
};

const messageRows = (channel: Channel, documents: readonly Document[]): readonly Markup[] =>
  channel.messages.map((message) => {
    const handlers = usesOf(documents, 'receive')
      .filter(({ operation }) => operation.channel === channel && operation.messages.includes(message))
      .map(({ document }) => serviceLink(document.service));
    return markup`<tr>
<td>${messageLink(message, channel.definedBy)}</td>
<td data-label="Channel">${channelLink(channel)}</td>
<td data-label="Handled by">${listed(handlers, 'nobody')}</td>
<td>${message.description}</td>
</tr>
`;
  });
