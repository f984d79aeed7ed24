/** Parts of AsyncAPI that are compared and that the model does not hold, read from the files of a release. */
import { entryOf, jsonOf, textOf, valueOf } from '../../load/source-tree.js';
import type { Channel, Document, Message, Operation } from '../../model/contract.js';
import type { SourceNode, SourceRange } from '../../model/source.js';
import type { SourceTexts } from './source-texts.js';

/** A part of a contract, and where it stands. */
export interface Fact<Value> {
  readonly value: Value;
  readonly range: SourceRange;
}

const contentTypeDefault = 'application/json';

/** In lower case and without the character set that JSON has anyway. */
export const contentTypeOf = (texts: SourceTexts, channel: Channel, message: Message): Fact<string> => {
  const documents = [message.source.range.file, channel.source.range.file].map((file) => texts.root(file));
  const places: readonly (readonly [SourceNode | undefined, string])[] = [
    [message.source, 'contentType'],
    ...documents.map((root) => [root, 'defaultContentType'] as const),
  ];
  for (const [node, key] of places) {
    const text = textOf(node, key);
    if (text === undefined || node === undefined) continue;
    return { value: plainContentType(text), range: entryOf(node, key)?.value.range ?? message.range };
  }
  return { value: contentTypeDefault, range: message.range };
};

const plainContentType = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/\s/g, '')
    .replace(/;charset="?utf-8"?$/, '');

/** What the payload is written in, without its version where it is AsyncAPI's own. */
export const schemaFormatOf = (texts: SourceTexts, { source, range }: Message): Fact<string> => {
  const payload = texts.follow(valueOf(source, 'payload'));
  const written = entryOf(payload, 'schemaFormat') ?? entryOf(source, 'schemaFormat');
  const format = written?.value.kind === 'scalar' ? String(written.value.value).replaceAll(' ', '').toLowerCase() : '';
  const isOwn = format === '' || /^application\/vnd\.(?:aai\.)?asyncapi/.test(format);
  const language = format.replace(/^application\/schema\+(?:json|yaml);version=draft-0?7$/, jsonSchema);
  return { value: isOwn ? jsonSchema : language, range: written?.value.range ?? payload?.range ?? range };
};

/** Draft 7, which AsyncAPI's own schemas are too. */
export const jsonSchema = 'JSON Schema';

/** Where the correlation id is, e.g. `$message.header#/correlationId`. */
export const correlationIdLocationOf = (texts: SourceTexts, { source }: Message): Fact<string> | undefined =>
  textFact(texts.follow(valueOf(source, 'correlationId')), 'location');

/** Where a request says to whom the reply goes. */
export const replyAddressOf = (texts: SourceTexts, reply: Operation): Fact<string> | undefined =>
  textFact(texts.follow(valueOf(reply.source, 'address')), 'location');

export interface Parameter {
  readonly name: string;
  readonly range: SourceRange;
  /** `undefined`: any value. */
  readonly values: readonly string[] | undefined;
  readonly default: string | undefined;
  readonly location: string | undefined;
}

const wordOf = (node: SourceNode): string =>
  node.kind === 'scalar' ? String(node.value) : JSON.stringify(jsonOf(node));

export const parametersOf = (texts: SourceTexts, { source }: Channel): ReadonlyMap<string, Parameter> =>
  new Map(
    texts.entriesUnder(source, 'parameters').map(({ key, keyRange, value }) => {
      const list = valueOf(value, 'enum');
      const values = list?.kind === 'list' ? list.items.map(wordOf) : undefined;
      const [fallback, location] = [textOf(value, 'default'), textOf(value, 'location')];
      return [key, { name: key, range: keyRange, values, default: fallback, location }];
    }),
  );

export interface Server {
  readonly key: string;
  readonly protocol: string | undefined;
  /** Host, path and version of the protocol. */
  readonly address: string;
  readonly source: SourceNode;
  /** Of the key. */
  readonly range: SourceRange;
}

export const serversOf = (texts: SourceTexts, { source }: Document): readonly Server[] =>
  texts.entriesUnder(source, 'servers').map(({ key, keyRange, value }) => ({
    key,
    protocol: textOf(value, 'protocol')?.toLowerCase(),
    address: ['host', 'pathname', 'protocolVersion']
      .map((part) => textOf(value, part) ?? '')
      .join(' ')
      .trim(),
    source: value,
    range: keyRange,
  }));

/** Keys of the servers that a channel is on; none if it does not say. */
export const channelServersOf = ({ source }: Channel): readonly string[] => {
  const list = valueOf(source, 'servers');
  const references = list?.kind === 'list' ? list.items.map((item) => textOf(item, '$ref') ?? '') : [];
  return references.map((reference) => reference.split('/').at(-1) ?? '').toSorted();
};

/** One of several ways to be let in. */
export interface SecurityScheme {
  /** What it asks of a client; equal texts ask the same. */
  readonly demand: string;
  /** As people call it, e.g. `scramSha512` or `http bearer`. */
  readonly name: string;
}

/** None: everybody is let in. */
export const securityOf = (texts: SourceTexts, source: SourceNode): Fact<readonly SecurityScheme[]> | undefined => {
  const entry = entryOf(source, 'security');
  if (entry?.value.kind !== 'list') return undefined;
  const schemes = entry.value.items.map((item): SecurityScheme => {
    const scheme = texts.follow(item);
    const demand = (scheme?.kind === 'map' ? scheme.entries : [])
      .filter(({ key }) => key !== 'description')
      .map(({ key, value }) => [key, texts.json(value) ?? null] as const)
      .toSorted(([one], [other]) => (one < other ? -1 : 1));
    const words = ['type', 'scheme', 'name'].flatMap((key) => textOf(scheme, key) ?? []);
    return { demand: JSON.stringify(demand), name: words.join(' ') || 'security' };
  });
  return { value: schemes, range: entry.keyRange };
};

const textFact = (node: SourceNode | undefined, key: string): Fact<string> | undefined => {
  const value = textOf(node, key);
  return node === undefined || value === undefined
    ? undefined
    : { value, range: entryOf(node, key)?.value.range ?? node.range };
};
