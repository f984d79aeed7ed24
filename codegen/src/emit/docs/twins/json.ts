/** The pages as JSON, for tools. Links are relative to the folder of the pages. */
import { generatedMark } from '../../emitted-file.js';
import type { DocsInputs } from '../docs-inputs.js';
import { sourcePlace } from '../facts/source-place.js';
import { type EventFacts, handlingOf } from '../facts/event-facts.js';
import { plainText } from '../facts/phrase.js';
import { policyOf } from '../facts/policy.js';
import type { SchemaRow, SchemaRows } from '../facts/schema-rows.js';
import type { PageNode, ServiceNode, Site, StreamNode, Use } from '../site/site.js';

/** The mark stands first, where `streampact docs` looks for it before it removes a file. */
export const jsonText = (value: object, from: string): string =>
  `${JSON.stringify({ $comment: `${generatedMark} from ${from}. To write it again: npm run docs`, ...value }, undefined, 2)}\n`;

export const systemJson = ({ services, streams, events }: Site): object => ({
  services: services.map(linked),
  streams: streams.map(linked),
  events: events.map((event) => ({ ...linked(event), stream: event.stream.name })),
});

export const serviceJson = ({ name, document, publishes, handles }: ServiceNode, inputs: DocsInputs): object => ({
  service: name,
  title: document.title,
  version: document.version,
  description: document.description,
  contract: sourcePlace({ file: document.file, line: 1 }),
  publishes: publishes.map((use) => ({ stream: linked(use.stream), events: use.events.map(linked) })),
  handles: handles.map((use) => ({
    stream: linked(use.stream),
    ...settingsOf(use),
    events: use.events.map((event) => {
      const { handler } = handlingOf(use, event, inputs);
      return { ...linked(event), handler: handler && sourcePlace(handler) };
    }),
  })),
});

export const streamJson = ({ name, channel, events, publishers, handlers }: StreamNode): object => ({
  stream: name,
  description: channel.description,
  owner: channel.owner ?? channel.definedBy,
  partitions: channel.partitions,
  retention: channel.retention,
  contract: sourcePlace(channel.source.range),
  events: events.map(linked),
  publishedBy: publishers.map(({ service }) => linked(service)),
  handledBy: handlers.map((use) => ({ ...linked(use.service), ...settingsOf(use), events: use.events.map(linked) })),
});

export const eventJson = (facts: EventFacts): object => {
  const { event, payload, headers, examples } = facts;
  return {
    event: event.name,
    title: facts.title,
    description: facts.description,
    stream: linked(event.stream),
    owner: facts.owner,
    key: facts.keyProperty,
    retention: event.stream.channel.retention,
    compatibility: facts.compatibility,
    deprecated: event.message.isDeprecated,
    sunset: facts.sunset,
    contract: sourcePlace(facts.place),
    publishedBy: facts.publishers.map(linked),
    handledBy: facts.handlers.map(({ use, handler }) => ({
      ...linked(use.service),
      handler: handler && sourcePlace(handler),
      ...settingsOf(use),
    })),
    payload: fieldsOf(payload),
    headers: fieldsOf(headers),
    examples: examples.map((example) => ({
      name: example.name,
      summary: example.summary,
      payload: example.payload,
      headers: example.headers,
      problems: example.problems,
    })),
    code: facts.snippets,
  };
};

const linked = ({ name, path }: PageNode): object => ({ name, page: `${path}.html` });

const settingsOf = ({ operation }: Use): object => ({
  operation: operation.key,
  retry: operation.retry,
  onDeadLetter: operation.onDeadLetter,
  handlerTimeoutMs: operation.handlerTimeoutMs,
  inWords: policyOf(operation),
});

const fieldsOf = (rows: SchemaRows | undefined): object | undefined =>
  rows && { fields: rows.rows.map(fieldOf), isCut: rows.isCut };

/** What is false or empty is left out. */
const fieldOf = (row: SchemaRow): object => ({
  path: row.path,
  ...(row.kind === 'form' && { form: row.name }),
  type: row.type,
  required: row.isRequired,
  description: row.description,
  ...(row.constraints.length > 0 && { constraints: row.constraints.map(plainText) }),
  ...(row.examples.length > 0 && { examples: row.examples }),
  ...(row.isPii && { pii: true }),
  ...(row.isDeprecated && { deprecated: true }),
  sunset: row.sunset,
  sameAs: row.sameAs,
});
