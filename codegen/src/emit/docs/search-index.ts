/** What the search looks through, as a script: a page opened from a file may load that, but not JSON. */
import type { EventFacts } from './facts/event-facts.js';
import type { SchemaRows } from './facts/schema-rows.js';
import { fieldAnchor } from './html/links.js';
import type { Site } from './site/site.js';

/** `[kind, name, path, description, context]`; fields of the entry follow as `[path, description, anchor]`. */
type Entry = readonly [string, string, string, string, string, readonly Field[]];
type Field = readonly [string, string, string];

export const searchIndex = ({ services, streams }: Site, facts: readonly EventFacts[]): string => {
  const seen = new Set<string>();
  const entries: readonly Entry[] = [
    ...services.map(({ name, path, document }): Entry => ['service', name, path, text(document.description), '', []]),
    ...streams.map(({ name, path, channel }): Entry => ['stream', name, path, text(channel.description), '', []]),
    ...facts.map((one): Entry => {
      const { event, title, description } = one;
      const about = title === event.name ? event.stream.name : `${title} · ${event.stream.name}`;
      const fields = [...fieldsOf(one.payload, 'payload'), ...headersOf(one, seen)];
      return ['event', event.name, event.path, text(description), about, fields];
    }),
  ];
  return `window.streampactSearch = ${JSON.stringify(entries)};\n`;
};

const textMax = 240;

const text = (description: string | undefined): string => (description ?? '').replaceAll(/\s+/g, ' ').slice(0, textMax);

const fieldsOf = (rows: SchemaRows | undefined, part: 'payload' | 'headers'): readonly Field[] =>
  (rows?.rows ?? [])
    .filter(({ kind }) => kind === 'property')
    .map(({ path, description }) => [path, text(description), fieldAnchor(part, path)]);

/** Most events share their headers: those are found once, not a thousand times. */
const headersOf = ({ event, headers }: EventFacts, seen: Set<string>): readonly Field[] => {
  const id = event.message.headers?.id;
  if (id === undefined || seen.has(id)) return [];
  seen.add(id);
  return fieldsOf(headers, 'headers');
};
