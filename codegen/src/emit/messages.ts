/** messages.ts: payload types, event types, the channel and the message definitions of one document. */
import { StructureKind, type StatementStructures } from 'ts-morph';
import type { Channel, ContractSet, Document } from '../model/contract.js';
import { comment } from './comment.js';
import { constant, imports, objectOf } from './declared.js';
import { durationMs } from './duration.js';
import { type EmittedFile, header, sourceName } from './emitted-file.js';
import type { FolderNames, OwnMessage } from './folder-names.js';
import { groupsOf } from './names-of.js';
import { typescriptOf } from './source-text.js';
import { numberText } from './literal.js';
import { TypeEmitter } from './types.js';

export interface MessagesFile extends EmittedFile {
  /** Names of the types it exports, components included. */
  readonly types: readonly string[];
  readonly values: readonly string[];
}

export const emitMessages = async (
  document: Document,
  contracts: ContractSet,
  { scope, channels, messages }: FolderNames,
): Promise<MessagesFile> => {
  const types = new TypeEmitter(scope);
  for (const { message, payload } of messages) {
    if (message.payload !== undefined) types.declare(message.payload, payload, descriptionOf(message));
  }
  const statements: StatementStructures[] = [
    imports('@streampact/runtime', [
      ...(channels.length > 0 ? [{ name: 'ChannelDefinition', isType: true }] : []),
      ...(messages.length > 0 ? ['DomainEvent', 'MessageDefinition'].map((name) => ({ name, isType: true })) : []),
    ]),
    imports(
      './validators.js',
      messages.flatMap(({ property }) => [{ name: `${property}Reader` }, { name: `${property}Writer` }]),
    ),
    ...types.declarations,
    ...messages.map(eventAlias),
    ...channels.map(({ channel, name }) => channelConstant(channel, name, contracts)),
    ...messages.map((one) => definition(one, document, channels)),
    constant({
      name: 'messages',
      description: `The messages that ${document.service} owns.`,
      initializer: `${objectOf(messages.map((one) => [one.property, one.constant]))} as const`,
    }),
  ].filter((statement) => statement.kind !== StructureKind.ImportDeclaration || statement.namedImports?.length !== 0);
  return {
    path: `${document.service}/messages.ts`,
    text: await typescriptOf(header(sourceName(document.file)), statements),
    types: [...types.declarations.map(({ name }) => name), ...messages.map(({ event }) => event)],
    values: ['messages', ...channels.map(({ name }) => name)],
  };
};

const descriptionOf = ({ description, payload, isDeprecated }: OwnMessage['message']): string | undefined => {
  const text = payload?.description ?? description;
  return isDeprecated ? [text, '@deprecated'].filter((line) => line !== undefined).join('\n') : text;
};

const eventAlias = ({ message, payload, event }: OwnMessage): StatementStructures => ({
  kind: StructureKind.TypeAlias,
  isExported: true,
  name: event,
  type: `DomainEvent<${JSON.stringify(message.name)}, ${payload}>`,
  docs: comment(`${payload} in its envelope.`),
});

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
  { message, channel, property, constant: name, payload }: OwnMessage,
  document: Document,
  channels: FolderNames['channels'],
): StatementStructures =>
  constant({
    name,
    isExported: false,
    type: `MessageDefinition<${JSON.stringify(message.name)}, ${payload}>`,
    initializer: objectOf([
      ['type', JSON.stringify(message.name)],
      ['name', JSON.stringify(payload)],
      ['channel', channels.find((one) => one.channel === channel)?.name ?? 'undefined'],
      ['key', JSON.stringify(message.keyProperty ?? '')],
      ['schemaVersion', JSON.stringify(document.version)],
      ['validateWrite', `${property}Writer`],
      ['validateRead', `${property}Reader`],
    ]),
  });
