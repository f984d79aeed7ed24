/** messages.ts: payload types, event types, the channels and the message definitions of one document. */
import { StructureKind, type StatementStructures } from 'ts-morph';
import type { Channel, ContractSet, Document } from '../model/contract.js';
import { comment } from './comment.js';
import { constant, imports, objectOf } from './declared.js';
import { durationMs } from './duration.js';
import { type EmittedFile, header, sourceName } from './emitted-file.js';
import type { FolderNames, OwnMessage } from './folder-names.js';
import { groupsOf } from './names-of.js';
import { numberText } from './literal.js';
import { camelCase, propertyKey } from './names.js';
import { personalPaths } from './personal-paths.js';
import { typescriptOf } from './source-text.js';
import { TypeEmitter } from './types.js';

export interface MessagesFile extends EmittedFile {
  /** Names of the types it exports, components included. */
  readonly types: readonly string[];
  readonly values: readonly string[];
  /** By the id of the schema. */
  readonly typeNames: ReadonlyMap<string, string>;
}

/** @param hasDefinitions whether the file also has what publishers and consumers need: channels and messages as values */
export const emitMessages = async (
  document: Document,
  contracts: ContractSet,
  { scope, channels, messages }: FolderNames,
  { hasDefinitions }: { readonly hasDefinitions: boolean },
): Promise<MessagesFile> => {
  const types = new TypeEmitter(scope);
  const own = messages.filter(({ isShared }) => !isShared);
  for (const { message, payload } of own) {
    if (message.payload !== undefined) types.declare(message.payload, payload, descriptionOf(message));
  }
  const brands = types.brands.map(({ name, base }) => ({ name: scope.claim(camelCase(name)), type: name, base }));
  const definitions = hasDefinitions
    ? [
        ...own.map(eventAlias),
        ...channels.map((channel) => eventMapOf(channel, messages)),
        ...channels.map(({ channel, name }) => channelConstant(channel, name, contracts)),
        ...messages.map((one) => definition(one, document, channels)),
        constant({
          name: 'messages',
          description: `The messages that ${document.service} owns.`,
          initializer: `${objectOf(messages.map((one) => [one.property, one.constant]))} as const`,
        }),
      ]
    : [];
  const statements: StatementStructures[] = [
    ...(hasDefinitions ? importsOf(channels, messages, own) : []),
    ...types.declarations,
    ...brands.map(brandFunction),
    ...definitions,
  ];
  return {
    path: `${document.service}/messages.ts`,
    text: await typescriptOf(header(sourceName(document.file)), statements),
    types: [
      ...types.declarations.map(({ name }) => name),
      ...(hasDefinitions ? [...own.map(({ event }) => event), ...channels.map((channel) => channel.eventMap)] : []),
    ],
    typeNames: types.names,
    values: [
      ...brands.map(({ name }) => name),
      ...(hasDefinitions ? ['messages', ...channels.map(({ name }) => name)] : []),
    ],
  };
};

const importsOf = (
  channels: FolderNames['channels'],
  messages: readonly OwnMessage[],
  own: readonly OwnMessage[],
): readonly StatementStructures[] => {
  const fromRuntime = [
    ...(channels.length > 0 ? ['ChannelDefinition'] : []),
    ...(messages.length > 0 ? ['DomainEvent', 'MessageDefinition'] : []),
  ];
  const validators = own.flatMap(({ validators: name }) => [{ name: `${name}Reader` }, { name: `${name}Writer` }]);
  return [
    ...(fromRuntime.length === 0
      ? []
      : [
          imports(
            '@streampact/runtime',
            fromRuntime.map((name) => ({ name, isType: true })),
          ),
        ]),
    ...(validators.length === 0 ? [] : [imports('./validators.js', validators)]),
  ];
};

const descriptionOf = ({ description, payload, isDeprecated }: OwnMessage['message']): string | undefined => {
  const text = payload?.description ?? description;
  return isDeprecated && payload?.isDeprecated !== true
    ? [text, '@deprecated'].filter((line) => line !== undefined).join('\n')
    : text;
};

/** The one place where a plain value becomes a branded one. */
const brandFunction = ({ name, type, base }: { name: string; type: string; base: string }): StatementStructures =>
  constant({
    name,
    description: `Says that a value is a ${type}. It is checked when it is published, not here.`,
    initializer: `(value: ${base}): ${type} => value as ${type}`,
  });

const eventAlias = ({ message, payload, event }: OwnMessage): StatementStructures => ({
  kind: StructureKind.TypeAlias,
  isExported: true,
  name: event,
  type: `DomainEvent<${JSON.stringify(message.name)}, ${payload}>`,
  docs: comment(`${payload} in its envelope.`),
});

/** An interface, because looking a type up in one costs TypeScript a tenth of what picking it out of a union does. */
const eventMapOf = (
  { channel, eventMap }: FolderNames['channels'][number],
  messages: readonly OwnMessage[],
): StatementStructures => {
  const own = messages.filter((one) => one.channel === channel);
  // Two messages of one name are told apart by nobody who reads them.
  const names = new Set(own.map(({ message }) => message.name));
  return {
    kind: StructureKind.Interface,
    isExported: true,
    name: eventMap,
    docs: comment(`The events of \`${channel.address}\` by their wire names.`),
    properties: [...names].map((name) => ({
      kind: StructureKind.PropertySignature,
      isReadonly: true,
      name: propertyKey(name),
      type: own.flatMap(({ message, event }) => (message.name === name ? event : [])).join(' | '),
    })),
  };
};

const channelConstant = (channel: Channel, name: string, contracts: ContractSet): StatementStructures =>
  constant({
    name,
    type: 'ChannelDefinition',
    description: channel.description,
    initializer: objectOf([
      ['address', JSON.stringify(channel.address)],
      ['owner', JSON.stringify(channel.owner ?? channel.definedBy)],
      ['partitions', String(channel.partitions)],
      ['retentionMs', numberText(durationMs(channel.retention) ?? 0)],
      ['groups', JSON.stringify(groupsOf(channel, contracts))],
    ]),
  });

const definition = (
  { message, channel, validators, constant: name, payload }: OwnMessage,
  document: Document,
  channels: FolderNames['channels'],
): StatementStructures => {
  const personal = personalPaths(message.payload);
  return constant({
    name,
    isExported: false,
    type: `MessageDefinition<${JSON.stringify(message.name)}, ${payload}>`,
    initializer: objectOf([
      ['type', JSON.stringify(message.name)],
      ['name', JSON.stringify(payload)],
      ['channel', channels.find((one) => one.channel === channel)?.name ?? 'undefined'],
      ['key', message.keyProperty === undefined ? 'undefined' : JSON.stringify(message.keyProperty)],
      ['schemaVersion', JSON.stringify(document.version)],
      ['validateWrite', `${validators}Writer`],
      ['validateRead', `${validators}Reader`],
      ...(personal.length === 0 ? [] : [['personal', JSON.stringify(personal)] as const]),
    ]),
  });
};
