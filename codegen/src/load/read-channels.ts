/** Channels and their messages. Each is read once: whoever refers to it holds the same object. */
import { basename } from 'node:path';
import type { Channel, Message, MessageExample, Profile } from '../model/contract.js';
import type { Schema } from '../model/schema.js';
import type { MapNode, SourceNode } from '../model/source.js';
import type { Finding } from '../report/finding.js';
import { unknownKeys } from './document-keywords.js';
import { errorAt, findingAt } from './places.js';
import { booleanSchema, SchemaReader } from './read-schema.js';
import type { SourceFolder } from './source-folder.js';
import { entryOf, isTrue, jsonOf, numberOf, textOf, valueOf } from './source-tree.js';
import { Traits } from './traits.js';

export class ChannelReader {
  readonly #folder: SourceFolder;
  readonly #schemas: SchemaReader;
  readonly #findings: Finding[] = [];
  readonly #channels = new Map<SourceNode, Channel>();
  readonly #messages = new Map<SourceNode, Message>();
  readonly #documents: ReadonlySet<string>;
  readonly traits: Traits;

  /** @param documents the files that are documents of services; others only hold what several of them refer to */
  constructor(
    folder: SourceFolder,
    readonly profile: Profile,
    documents: readonly string[],
  ) {
    this.#folder = folder;
    this.#schemas = new SchemaReader(folder, profile);
    this.#documents = new Set(documents);
    this.traits = new Traits(folder);
  }

  get findings(): readonly Finding[] {
    return [...this.#findings, ...this.#schemas.findings];
  }

  /**
   * @param user file of the document that refers to it
   * @returns `undefined`, with a finding, if there is no channel at `node` or where it refers to.
   */
  channel(node: SourceNode, user: string): Channel | undefined {
    const source = this.map(node, 'A channel');
    if (source === undefined) return undefined;
    const known = this.#channels.get(source);
    if (known !== undefined) return known;
    this.#findings.push(...unknownKeys(source, 'channel', this.profile));
    const key = lastPart(source.range.pointer);
    const { file } = source.range;
    const home = this.profile === 'any' && !this.#documents.has(file) ? user : file;
    const channel: Channel = {
      key,
      definedBy: serviceOf(home),
      owner: textOf(source, 'x-owner'),
      address: textOf(source, 'address') ?? (this.profile === 'any' ? key : ''),
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
    const written = this.map(node, 'A message');
    const known = written === undefined ? undefined : this.#messages.get(written);
    if (written === undefined || known !== undefined) return known;
    const source = this.traits.applied(written);
    this.#findings.push(...unknownKeys(source, 'message', this.profile));
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
      payload: this.#schemaOf(source, 'payload') ?? (this.profile === 'any' ? anything(source) : undefined),
      examples: examplesOf(source),
      range: source.range,
      source,
    };
    this.#messages.set(written, message);
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
    const written = valueOf(message, key);
    const node = written === undefined ? undefined : this.#folder.resolve(written)?.node;
    if (written === undefined || node === undefined) return undefined;
    // AsyncAPI 2 has it beside the payload, and files that documents of version 2 refer to stay as they are.
    const format = entryOf(node, 'schemaFormat') ?? (key === 'payload' ? entryOf(message, 'schemaFormat') : undefined);
    if (format === undefined) return this.#schemas.read(written);
    const said = jsonOf(format.value);
    if (typeof said === 'string' && isJsonSchema(said)) return this.#schemas.read(valueOf(node, 'schema') ?? written);
    const severity = this.profile === 'any' ? 'warning' : 'error';
    const text = `Schemas in the format ${JSON.stringify(said)} are not read, so anything is valid here; JSON Schema draft 7 is read.`;
    const fix = `write the ${key} as JSON Schema`;
    this.#findings.push(findingAt(format.value.range, severity, 'schema-format', text, fix));
    return undefined;
  }
}

/** Payload of a message that has none, or one in a language that is not read: its place is the message's. */
const anything = (message: MapNode): Schema => booleanSchema(message, true, 'payload');

/** The formats that are JSON Schema draft 7, or AsyncAPI's own superset of it, as JSON or YAML. */
const isJsonSchema = (format: string): boolean =>
  /^application\/(?:vnd\.aai\.asyncapi(?:\+(?:json|yaml))?|schema\+(?:json|yaml);version=draft-0?7)(?:;version=\d[\d.]*)?$/.test(
    format.replaceAll(' ', ''),
  );

/** `order-service` for `asyncapi/order-service.yaml`. */
export const serviceOf = (file: string): string => basename(file).replace(/\.(?:ya?ml|json)$/, '');

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
