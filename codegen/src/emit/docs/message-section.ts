/** One message: what it says, who sends and handles it, its payload and its examples. */
import type { Message, MessageExample } from '../../model/contract.js';
import { listed, messageAnchor, serviceLink, type Use } from './links.js';
import { markup, type Markup } from './markup.js';
import { payloadTable } from './payload-table.js';

export interface MessageUses {
  readonly sends: readonly Use[];
  readonly receives: readonly Use[];
}

export const messageSection = (message: Message, { sends, receives }: MessageUses): Markup => {
  const by = (uses: readonly Use[]): readonly Markup[] =>
    [
      ...new Set(
        uses.filter(({ operation }) => operation.messages.includes(message)).map(({ document }) => document.service),
      ),
    ].map(serviceLink);
  const { description, summary } = message;
  return markup`<section class="message" id="${messageAnchor(message)}">
<header><h3>${message.title ?? message.name}</h3><code>${message.name}</code>${message.isDeprecated && markup` <span class="badge">deprecated</span>`}</header>
${description !== undefined && markup`<p>${description}</p>\n`}${summary !== undefined && summary !== description && markup`<p>${summary}</p>\n`}<dl class="facts">
<dt>Key</dt><dd>${message.keyProperty === undefined ? markup`<span class="quiet">none</span>` : markup`<code>${message.keyProperty}</code>`}</dd>
<dt>Owner</dt><dd>${message.owner ?? message.definedBy}</dd>
<dt>Published by</dt><dd>${listed(by(sends), 'nobody')}</dd>
<dt>Handled by</dt><dd>${listed(by(receives), 'nobody')}</dd>
</dl>
<h4>Payload</h4>
${message.payload === undefined ? markup`<p class="quiet">None is declared.</p>\n` : payloadTable(message.payload)}${message.examples.map(exampleBlock)}</section>
`;
};

const exampleBlock = ({ name, summary, payload }: MessageExample): Markup | false =>
  payload !== undefined &&
  markup`<h4>Example${name !== undefined && `: ${name}`}</h4>
${summary !== undefined && markup`<p>${summary}</p>\n`}<pre tabindex="0"><code>${JSON.stringify(payload, undefined, 2)}</code></pre>
`;
