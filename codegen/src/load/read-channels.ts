/** Channels and their messages. Each is read once: whoever refers to it holds the same object. */
import { basename } from 'node:path';
import type { Channel, Message, MessageExample } from '../model/contract.js';
import type { Schema } from '../model/schema.js';
import type { MapNode, SourceNode } from '../model/source.js';
import type { Finding } from '../report/finding.js';
import { unknownKeys } from './document-keywords.js';
import { errorAt } from './places.js';
import { SchemaReader } from './read-schema.js';
import type { SourceFolder } from './source-folder.js';
import { entryOf, isTrue, jsonOf, numberOf, textOf, valueOf } from './source-tree.js';

export class ChannelReader {
  readonly #folder: SourceFolder;
  readonly #schemas: SchemaReader;
  readonly #findings: Finding[] = [];
  readonly #channels = new Map<SourceNode, Channel>();
  readonly #messages = new Map<SourceNode, Message>();

  constructor(folder: SourceFolder) {
    this.#folder = folder;
    this.#schemas = new SchemaReader(folder);
  }

  get findings(): readonly Finding[] {
    return [...this.#findings, ...this.#schemas.findings];
  }

  /** @returns `undefined`, with a finding, if there is no channel at `node` or where it refers to. */
  channel(node: SourceNode): Channel | undefined {
    const source = this.map(node, 'A channel');
    if (source === undefined) return undefined;
    const known = this.#channels.get(source);
    if (known !== undefined) return known;
    this.#findings.push(...unknownKeys(source, 'channel'));
    const channel: Channel = {
      key: lastPart(source.range.pointer),
      definedBy: serviceOf(source.range.file),
      owner: textOf(source, 'x-owner'),
      address: textOf(source, 'address') ?? '',
      description: textOf(source, 'description') ?? textOf(source, 'summary'),
      partitions: numberOf(source, 'x-partitions') ?? 8,
      retention: textOf(source, 'x-retention') ?? 'P7D',
      messages: this.#messagesOf(source),
      range: source.range,
      source,
    };
    this.#channels.set(source, channel);
    return channel;
  }

  /** @returns the message that a channel's or an operation's entry refers to. */
  message(node: SourceNode, key: string): Message | undefined {
    const source = this.map(node, 'A message');
    if (source === undefined) return undefined;
    const known = this.#messages.get(source);
    if (known !== undefined) return known;
    this.#findings.push(...unknownKeys(source, 'message'));
    const message: Message = {
      key,
      name: textOf(source, 'name') ?? key,
      title: textOf(source, 'title'),
      summary: textOf(source, 'summary'),
      description: textOf(source, 'description') ?? textOf(source, 'summary'),
      isDeprecated: isTrue(source, 'deprecated'),
      owner: textOf(source, 'x-owner'),
      keyProperty: textOf(source, 'x-key'),
      definedBy: serviceOf(source.range.file),
      headers: this.#schemaOf(source, 'headers'),
      payload: this.#schemaOf(source, 'payload'),
      examples: examplesOf(source),
      range: source.range,
      source,
    };
    this.#messages.set(source, message);
    return message;
  }

  map(node: SourceNode, what: string): MapNode | undefined {
    const resolved = this.#folder.resolve(node)?.node;
    if (resolved === undefined || resolved.kind === 'map') return resolved;
    this.#findings.push(errorAt(resolved.range, 'document-shape', `${what} is an object.`));
    return undefined;
  }

  #messagesOf(channel: MapNode): readonly Message[] {
    const messages = valueOf(channel, 'messages');
    if (messages === undefined) return [];
    const entries = this.map(messages, 'The "messages" of a channel')?.entries ?? [];
    return entries.flatMap(({ key, value }) => this.message(value, key) ?? []);
  }

  #schemaOf(message: MapNode, key: 'payload' | 'headers'): Schema | undefined {
    const node = valueOf(message, key);
    if (node === undefined) return undefined;
    const format = entryOf(node, 'schemaFormat');
    if (format === undefined) return this.#schemas.read(node);
    const said = JSON.stringify(jsonOf(format.value));
    const text = `Schemas in the format ${said} are not read; JSON Schema draft 7 is.`;
    this.#findings.push(errorAt(format.keyRange, 'schema-format', text, `write the schema under "${key}" itself`));
    return undefined;
  }
}

/** `order-service` for `asyncapi/order-service.yaml`. */
export const serviceOf = (file: string): string => basename(file).replace(/\.ya?ml$/, '');

const lastPart = (pointer: string): string =>
  (pointer.split('/').at(-1) ?? '').replaceAll('~1', '/').replaceAll('~0', '~');

const examplesOf = (message: MapNode): readonly MessageExample[] => {
  const examples = valueOf(message, 'examples');
  if (examples?.kind !== 'list') return [];
  return examples.items.map((example) => {
    const payload = valueOf(example, 'payload');
    const headers = valueOf(example, 'headers');
    return {
      name: textOf(example, 'name'),
      summary: textOf(example, 'summary'),
      payload: payload === undefined ? undefined : jsonOf(payload),
      headers: headers === undefined ? undefined : jsonOf(headers),
      range: example.range,
    };
  });
};
