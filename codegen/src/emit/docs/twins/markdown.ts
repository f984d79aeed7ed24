/** The pages as Markdown, for reviews, wikis and language models. */
import type { DocsInputs } from '../docs-inputs.js';
import { type EventFacts, handlingOf } from '../facts/event-facts.js';
import { joined, type Phrase } from '../facts/phrase.js';
import { policyOf } from '../facts/policy.js';
import type { SchemaRow, SchemaRows } from '../facts/schema-rows.js';
import { sourcePlace } from '../facts/source-place.js';
import { firstSentence, retentionText } from '../facts/words.js';
import type { Graph } from '../graph/graph.js';
import { mermaidText } from '../graph/mermaid.js';
import { type PageNode, type ServiceNode, servicesOf, type Site, type StreamNode } from '../site/site.js';
import { bulletList, codeFence, codeSpan, escapedText, markdownLink, paragraphs, table } from './markdown-text.js';

export const systemMarkdown = ({ services, streams, events }: Site, graph: Graph | undefined): string =>
  paragraphs([
    '# Services and their events',
    graph && codeFence('mermaid', mermaidText(graph)),
    '## Services',
    table(
      ['Service', 'Description'],
      services.map((service) => [linkFrom('', service), escapedText(firstSentence(service.document.description))]),
    ),
    '## Streams',
    table(
      ['Stream', 'Kept for', 'Published by', 'Handled by'],
      streams.map((stream) => [
        linkFrom('', stream),
        escapedText(retentionText(stream.channel.retention)),
        linksFrom('', servicesOf(stream.publishers)),
        linksFrom('', servicesOf(stream.handlers)),
      ]),
    ),
    '## Events',
    table(
      ['Event', 'Stream', 'Handled by'],
      events.map((event) => [
        linkFrom('', event),
        linkFrom('', event.stream),
        linksFrom('', servicesOf(event.handlers)),
      ]),
    ),
  ]);

export const serviceMarkdown = (service: ServiceNode, inputs: DocsInputs): string => {
  const { name, document, publishes, handles } = service;
  return paragraphs([
    `# ${escapedText(name)}`,
    escapedText(document.description ?? ''),
    bulletList([
      ['Version', escapedText(document.version)],
      ['Contract', codeSpan(sourcePlace({ file: document.file, line: 1 }))],
    ]),
    '## Publishes',
    ...publishes.flatMap(({ stream, events }) => [
      `### ${linkFrom('../', stream)}`,
      table(
        ['Event', 'Handled by'],
        events.map((event) => [linkFrom('../', event), linksFrom('../', servicesOf(event.handlers))]),
      ),
    ]),
    '## Handles',
    ...handles.flatMap((use) => [
      `### ${linkFrom('../', use.stream)}`,
      `${policyOf(use.operation).retry}; ${policyOf(use.operation).timeout}; then ${policyOf(use.operation).onDeadLetter}.`,
      table(
        ['Event', 'Handler'],
        use.events.map((event) => {
          const { handler } = handlingOf(use, event, inputs);
          return [linkFrom('../', event), handler === undefined ? '' : codeSpan(sourcePlace(handler))];
        }),
      ),
    ]),
  ]);
};

export const streamMarkdown = ({ name, channel, events, publishers, handlers }: StreamNode): string =>
  paragraphs([
    `# ${escapedText(name)}`,
    escapedText(channel.description ?? ''),
    bulletList([
      ['Owner', escapedText(channel.owner ?? channel.definedBy)],
      ['Partitions', String(channel.partitions)],
      ['Retention', `${escapedText(retentionText(channel.retention))} (${codeSpan(channel.retention)})`],
      ['Published by', linksFrom('../', servicesOf(publishers))],
      ['Handled by', linksFrom('../', servicesOf(handlers))],
      ['Contract', codeSpan(sourcePlace(channel.source.range))],
    ]),
    '## Events',
    table(
      ['Event', 'Handled by', 'Description'],
      events.map((event) => [
        linkFrom('../', event),
        linksFrom('../', servicesOf(event.handlers)),
        escapedText(firstSentence(event.message.description ?? event.message.summary)),
      ]),
    ),
  ]);

export const eventMarkdown = (facts: EventFacts): string => {
  const { event, snippets } = facts;
  return paragraphs([
    `# ${escapedText(facts.title)}`,
    codeSpan(event.name),
    event.message.isDeprecated
      ? `**Deprecated**${facts.sunset === undefined ? '' : ` until ${escapedText(facts.sunset)}`}`
      : undefined,
    escapedText(facts.description ?? ''),
    bulletList([
      ['Stream', linkFrom('../', event.stream)],
      ['Published by', linksFrom('../', facts.publishers)],
      ['Partition key', facts.keyProperty === undefined ? 'given by the publisher' : codeSpan(facts.keyProperty)],
      ['Owner', escapedText(facts.owner)],
      ['Retention', `${escapedText(facts.retention)} (${codeSpan(event.stream.channel.retention)})`],
      ['Contract', codeSpan(sourcePlace(facts.place))],
    ]),
    '## Payload',
    schemaText(facts.payload),
    ...facts.examples.flatMap(({ name, problems, payload }, index) => [
      `## Example${name === undefined ? ` ${index + 1}` : `: ${escapedText(name)}`}`,
      problems &&
        (problems.length === 0 ? 'Fits the schema.' : `Does not fit the schema: ${escapedText(problems.join('; '))}`),
      payload === undefined ? undefined : codeFence('json', JSON.stringify(payload, undefined, 2)),
    ]),
    ...(snippets.publish === undefined ? [] : ['## Publish', codeFence('ts', snippets.publish)]),
    ...(snippets.handle === undefined ? [] : ['## Handle', codeFence('ts', snippets.handle)]),
    '## Handlers',
    table(
      ['Service', 'Handler', 'Retry', 'After the last attempt', 'Time limit'],
      facts.handlers.map(({ use, handler, policy }) => [
        linkFrom('../', use.service),
        handler === undefined ? '' : codeSpan(sourcePlace(handler)),
        policy.retry,
        policy.onDeadLetter,
        policy.timeout,
      ]),
    ),
    ...(facts.headers === undefined ? [] : ['## Headers', schemaText(facts.headers)]),
  ]);
};

const schemaText = (rows: SchemaRows | undefined): string =>
  rows === undefined
    ? 'The contract does not say what it holds.'
    : table(['Property', 'Type', 'Required', 'Description'], rows.rows.map(schemaCells)) +
      (rows.isCut ? '\nThe rest is left out: see the contract.\n' : '');

const schemaCells = (row: SchemaRow): readonly string[] => {
  if (row.kind === 'form')
    return [
      `${codeSpan(row.path)} ${escapedText(row.name)}`,
      escapedText(row.type),
      '',
      escapedText(row.description ?? ''),
    ];
  const marks = [row.isPii && 'PII', row.isDeprecated && 'deprecated'].filter((mark) => mark !== false);
  const about = [
    escapedText(row.description ?? ''),
    phraseText(joined(row.constraints)),
    row.sameAs === undefined ? '' : `the same again as ${row.sameAs === '' ? 'the whole' : codeSpan(row.sameAs)}`,
  ];
  return [
    [codeSpan(row.path), ...marks].join(' '),
    escapedText(row.type),
    row.isRequired ? 'required' : 'optional',
    about.filter((text) => text !== '').join(' — '),
  ];
};

const phraseText = (phrase: Phrase): string =>
  phrase.map((part) => (typeof part === 'string' ? escapedText(part) : codeSpan(part.code))).join('');

const linkFrom = (base: string, node: PageNode): string => markdownLink(node.name, `${base}${node.path}.md`);

const linksFrom = (base: string, nodes: readonly PageNode[]): string =>
  nodes.length === 0 ? 'nobody' : nodes.map((node) => linkFrom(base, node)).join(', ');
