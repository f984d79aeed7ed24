/** Who publishes to whom, drawn as three columns: publishing services, streams, handling services. */
import type { Channel, Document } from '../../model/contract.js';
import { channelAnchor, ownChannels, pageOf, usesOf } from './links.js';
import { markup, type Markup } from './markup.js';

const box = { width: 168, height: 40, gap: 24, columnGap: 48, top: 34, letters: 21 } as const;
const width = box.width * 3 + box.columnGap * 2;

export const systemPicture = (documents: readonly Document[]): Markup => {
  const channels = ownChannels(documents);
  const sends = usesOf(documents, 'send');
  const receives = usesOf(documents, 'receive');
  const writers = documents.filter((document) => sends.some((use) => use.document === document));
  const readers = documents.filter((document) => receives.some((use) => use.document === document));
  const rows = Math.max(writers.length, channels.length, readers.length, 1);
  const height = box.top + rows * (box.height + box.gap) - box.gap + 6;
  const place = (column: number, index: number, count: number): Place => ({
    x: column * (box.width + box.columnGap),
    y: box.top + (index + (rows - count) / 2) * (box.height + box.gap),
  });
  const writerPlace = placesOf(writers, (index) => place(0, index, writers.length));
  const channelPlace = placesOf(channels, (index) => place(1, index, channels.length));
  const readerPlace = placesOf(readers, (index) => place(2, index, readers.length));
  const words = channels.map((channel) => sentence(channel, documents)).join(' ');
  return markup`<div class="picture" tabindex="0" role="region" aria-label="Picture of the system">
<svg viewBox="-1 0 ${width + 2} ${height}" role="img" aria-label="${words}">
<defs>${arrowHead('send')}${arrowHead('receive')}</defs>
${[...new Set(sends.map(({ document, operation }) => line(writerPlace.get(document), channelPlace.get(operation.channel), 'send')))]}${receives.map(({ document, operation }) => line(channelPlace.get(operation.channel), readerPlace.get(document), 'receive'))}${heading(0, 'publishes')}${heading(1, 'stream')}${heading(2, 'handles')}${[...writerPlace].map(([document, at]) => serviceBox(document, at))}${[...channelPlace].map(([channel, at]) => channelBox(channel, at))}${[...readerPlace].map(([document, at]) => serviceBox(document, at))}</svg>
</div>
`;
};

interface Place {
  readonly x: number;
  readonly y: number;
}

const placesOf = <Thing>(things: readonly Thing[], placeAt: (index: number) => Place): ReadonlyMap<Thing, Place> =>
  new Map(things.map((thing, index) => [thing, placeAt(index)]));

/** For people who hear the page instead of seeing it. */
const sentence = (channel: Channel, documents: readonly Document[]): string => {
  const services = (action: 'send' | 'receive'): string =>
    usesOf(documents, action)
      .filter(({ operation }) => operation.channel === channel)
      .map(({ document }) => document.service)
      .join(', ') || 'nobody';
  return `${channel.address}: published by ${services('send')}, handled by ${services('receive')}.`;
};

const arrowHead = (kind: string): Markup =>
  markup`<marker id="${kind}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path class="${kind}-head" d="M0 0 8 4 0 8z"/></marker>`;

const heading = (column: number, text: string): Markup =>
  markup`<text class="heading" x="${column * (box.width + box.columnGap) + box.width / 2}" y="18" text-anchor="middle">${text}</text>\n`;

const line = (from: Place | undefined, to: Place | undefined, kind: 'send' | 'receive'): Markup | false => {
  if (from === undefined || to === undefined) return false;
  const start = { x: from.x + box.width, y: from.y + box.height / 2 };
  const end = { x: to.x - 2, y: to.y + box.height / 2 };
  const bend = box.columnGap / 2;
  return markup`<path class="${kind}" marker-end="url(#${kind})" d="M${start.x} ${start.y}C${start.x + bend} ${start.y} ${end.x - bend} ${end.y} ${end.x} ${end.y}"/>\n`;
};

const serviceBox = ({ service }: Document, { x, y }: Place): Markup =>
  labelled(
    service,
    markup`<a href="${encodeURIComponent(pageOf(service))}"><rect class="box" x="${x}" y="${y}" width="${box.width}" height="${box.height}" rx="6"/>`,
    { x, y },
  );

const channelBox = (channel: Channel, { x, y }: Place): Markup =>
  labelled(
    channel.address || channel.key,
    markup`<a href="${encodeURIComponent(pageOf(channel.definedBy))}#${channelAnchor(channel)}"><rect class="stream" x="${x}" y="${y}" width="${box.width}" height="${box.height}" rx="${box.height / 2}"/>`,
    { x, y },
  );

/** A long name is cut: the full one is in the tables below the picture, and in the tooltip. */
const labelled = (name: string, start: Markup, { x, y }: Place): Markup => {
  const text = name.length > box.letters ? `${name.slice(0, box.letters - 1)}…` : name;
  return markup`${start}<title>${name}</title><text x="${x + box.width / 2}" y="${y + box.height / 2 + 5}" text-anchor="middle">${text}</text></a>\n`;
};
