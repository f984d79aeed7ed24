/** What the emitters rely on and no lint rule can be switched off for: names that do not clash, objects with a key. */
import { errorAt } from '../load/places.js';
import type { Channel, ContractSet, Document, Message } from '../model/contract.js';
import type { Schema } from '../model/schema.js';
import type { SourceRange } from '../model/source.js';
import type { Finding } from '../report/finding.js';
import { untypedSchemas } from './check-types.js';
import { durationMs } from './duration.js';
import { channelName, messageProperty, ownChannels, serviceName } from './names-of.js';

/** In profile `any` names that clash get numbers, whoever publishes gives the key, and a payload may be anything. */
export const checkEmittable = (contracts: ContractSet): readonly Finding[] => {
  const services = new Set(contracts.documents.map(({ service }) => service));
  const everywhere = clashes(contracts.documents, serviceName, (document) => startOf(document.range), 'service');
  if (contracts.profile === 'any') return everywhere;
  return [
    ...everywhere,
    ...contracts.documents.flatMap((document) => [
      ...document.channels.flatMap((channel) => strangers(channel, document, services)),
      ...clashes(document.channels, channelName, ({ range }) => startOf(range), 'channel'),
      ...clashes(messagesOf(document), messageProperty, ({ range }) => startOf(range), 'message'),
      ...ownChannels(document).flatMap(problemsOfChannel),
      ...messagesOf(document).flatMap(problemsOfMessage),
    ]),
    ...untypedSchemas(contracts),
  ];
};

const messagesOf = (document: Document): readonly Message[] =>
  ownChannels(document).flatMap(({ messages }) => messages);

/** A finding about a whole object marks where it begins. */
const startOf = (range: SourceRange): SourceRange => ({ ...range, endLine: range.line, endColumn: range.column + 1 });

const clashes = <Thing>(
  things: readonly Thing[],
  nameOf: (thing: Thing) => string,
  rangeOf: (thing: Thing) => SourceRange,
  kind: string,
): Finding[] => {
  const seen = new Set<string>();
  return things.flatMap((thing) => {
    const name = nameOf(thing);
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    return [
      errorAt(
        rangeOf(thing),
        'name-clash',
        `A second ${kind} would be called "${name}" in code.`,
        'rename one of them',
      ),
    ];
  });
};

const strangers = (channel: Channel, document: Document, services: ReadonlySet<string>): Finding[] => {
  if (services.has(channel.definedBy)) return [];
  const message = `${document.service} uses channel "${channel.key}" of ${channel.range.file}, which is the document of no service.`;
  return [errorAt(startOf(channel.range), 'channel-home', message, 'define the channel in the document of its owner')];
};

const problemsOfChannel = (channel: Channel): Finding[] => {
  const start = startOf(channel.range);
  return [
    ...(channel.address === ''
      ? [
          errorAt(
            start,
            'channel-address',
            `Channel "${channel.key}" has no address.`,
            'add e.g. address: orders-stream',
          ),
        ]
      : []),
    ...(durationMs(channel.retention) === undefined
      ? [errorAt(start, 'channel-retention', `"${channel.retention}" is no duration such as P7D or PT36H.`)]
      : []),
    ...(Number.isInteger(channel.partitions) && channel.partitions > 0
      ? []
      : [errorAt(start, 'channel-partitions', `${channel.partitions} is no number of partitions.`)]),
  ];
};

const problemsOfMessage = (message: Message): Finding[] => {
  const start = startOf(message.range);
  const { payload, name, keyProperty } = message;
  if (payload === undefined) return [errorAt(start, 'message-payload', `Message "${name}" has no payload.`)];
  if (!isObject(payload)) {
    const text = `The payload of "${name}" may be something else than an object.`;
    return [errorAt(startOf(payload.range), 'message-payload', text, 'write type: object')];
  }
  if (keyProperty !== undefined) return [];
  return [
    errorAt(start, 'message-key', `Message "${name}" has no x-key.`, 'name the property that becomes aggregateId'),
  ];
};

/** Whether only objects are valid, as far as types say. */
const isObject = (schema: Schema, seen: ReadonlySet<string> = new Set()): boolean => {
  if (schema.types.length > 0) return schema.types.every((type) => type === 'object');
  if (seen.has(schema.id)) return false;
  const known = new Set([...seen, schema.id]);
  const variants = [schema.oneOf, schema.anyOf].filter((list) => list.length > 0);
  return (
    schema.allOf.some((part) => isObject(part, known)) ||
    variants.some((list) => list.every((variant) => isObject(variant, known)))
  );
};
