/** handlers.ts: what a service must give for each message it receives, and the consumers that deliver them. */
import { type PropertySignatureStructure, StructureKind, type StatementStructures } from 'ts-morph';
import type { Document, Operation } from '../model/contract.js';
import { comment } from './comment.js';
import { type ContractNames, MessageImports } from './contract-names.js';
import { constant, imports, objectOf } from './declared.js';
import { type EmittedFile, header, sourceName } from './emitted-file.js';
import { numberText } from './literal.js';
import { channelName, handlersType, serviceName } from './names-of.js';
import { typescriptOf } from './source-text.js';

export interface HandlersFile extends EmittedFile {
  readonly types: readonly string[];
  readonly values: readonly string[];
}

export const emitHandlers = async (document: Document, names: ContractNames): Promise<HandlersFile> => {
  const received = document.operations.filter(({ action }) => action === 'receive');
  const registrar = `${serviceName(document)}Handlers`;
  const scope = names.folder(document.service).scope;
  const runtime = ['ConsumerDefinition', 'HandlerChoice', 'HandlerRegistration', 'MessageHandler'];
  const imported = new MessageImports(document.service, [...runtime, handlersType(document), registrar, 'consumers']);
  const members = received.map((operation) => choices(operation, names, imported));
  const aliases = received.flatMap((operation) =>
    operation.messages.map((message) => {
      const { payload, event } = names.message(operation.channel, message);
      const type = imported.type(operation.channel.definedBy, event);
      return { name: scope.claim(`${payload}Handler`), type: `MessageHandler<${type}>`, payload };
    }),
  );
  const consumers = received.map((operation) => consumer(operation, document, names, imported));
  const statements: StatementStructures[] = [
    imports(
      '@streampact/runtime',
      runtime
        .filter((name) => received.length > 0 || name === 'HandlerRegistration')
        .map((name) => ({ name, isType: true })),
    ),
    ...imported.declarations,
    ...aliases.map(({ name, type, payload }): StatementStructures => ({
      kind: StructureKind.TypeAlias,
      isExported: true,
      name,
      type,
      docs: comment(`What a class that handles ${payload} implements.`),
    })),
    received.length === 0 ? noHandlers(document) : handlers(document, members),
    constant({
      name: registrar,
      description: `The handlers of ${document.service}, for \`EventsModule.forFeature\`. One that is missing does not compile.`,
      initializer: `(${received.length === 0 ? '_handlers' : 'handlers'}: ${handlersType(document)}): HandlerRegistration => (${registration(document, received)})`,
    }),
    constant({
      name: 'consumers',
      description: `The streams that ${document.service} reads, by the names in ${handlersType(document)}.`,
      type: received.length === 0 ? 'Readonly<Record<string, never>>' : consumersType(received),
      initializer: objectOf(consumers),
    }),
  ];
  return {
    path: `${document.service}/handlers.ts`,
    text: await typescriptOf(header(sourceName(document.file)), statements),
    types: [handlersType(document), ...aliases.map(({ name }) => name)],
    values: [registrar, 'consumers'],
  };
};

const choices = (
  { channel, messages, description }: Operation,
  names: ContractNames,
  imported: MessageImports,
): PropertySignatureStructure => {
  const members = messages.map((message) => {
    const { property, event } = names.message(channel, message);
    return `readonly ${property}: HandlerChoice<${imported.type(channel.definedBy, event)}>`;
  });
  return {
    kind: StructureKind.PropertySignature,
    isReadonly: true,
    name: channelName(channel),
    type: `{ ${members.join('; ')} }`,
    docs: comment(description),
  };
};

const handlers = (document: Document, properties: PropertySignatureStructure[]): StatementStructures => ({
  kind: StructureKind.Interface,
  isExported: true,
  name: handlersType(document),
  properties,
  docs: comment(
    `A handler class for each message that ${document.service} receives, or \`ignored\` if it wants nothing from it.`,
  ),
});

const noHandlers = (document: Document): StatementStructures => ({
  kind: StructureKind.TypeAlias,
  isExported: true,
  name: handlersType(document),
  type: 'Readonly<Record<string, never>>',
  docs: comment(`${document.service} receives nothing.`),
});

const registration = ({ service }: Document, received: readonly Operation[]): string =>
  objectOf([
    ['service', JSON.stringify(service)],
    [
      'consumers',
      objectOf(received.map(({ channel }) => [channelName(channel), `handlers.${channelName(channel)}`] as const)),
    ],
  ]);

const consumersType = (received: readonly Operation[]): string =>
  `{ ${received.map(({ channel }) => `readonly ${channelName(channel)}: ConsumerDefinition`).join('; ')} }`;

const consumer = (
  { channel, messages, retry, onDeadLetter, handlerTimeoutMs }: Operation,
  { service }: Document,
  names: ContractNames,
  imported: MessageImports,
): [string, string] => {
  const definitions = imported.value(channel.definedBy, 'messages');
  const properties = messages.map((message) => names.message(channel, message).property);
  const definition = objectOf([
    ['channel', imported.value(channel.definedBy, names.channel(channel))],
    ['group', JSON.stringify(service)],
    ['messages', objectOf(properties.map((property) => [property, `${definitions}.${property}`] as const))],
    [
      'retry',
      objectOf([
        ['attempts', numberText(retry.attempts)],
        ['firstDelayMs', numberText(retry.firstDelayMs)],
        ['maxDelayMs', numberText(retry.maxDelayMs)],
        ['jitter', numberText(retry.jitter)],
      ]),
    ],
    ['onDeadLetter', JSON.stringify(onDeadLetter)],
    ['handlerTimeoutMs', numberText(handlerTimeoutMs)],
  ]);
  return [channelName(channel), definition];
};
