/** handlers.ts: what a service must give for each message it receives, and the consumers that deliver them. */
import { StructureKind, type StatementStructures } from 'ts-morph';
import type { Document, Message, Operation } from '../model/contract.js';
import { comment } from './comment.js';
import { type ContractNames, MessageImports } from './contract-names.js';
import { constant, imports, objectOf } from './declared.js';
import { type EmittedFile, header, sourceName } from './emitted-file.js';
import { numberText } from './literal.js';
import { handlersType, serviceName } from './names-of.js';
import { NameScope, pascalCase } from './names.js';
import { typescriptOf } from './source-text.js';

export interface HandlersFile extends EmittedFile {
  readonly types: readonly string[];
  readonly values: readonly string[];
}

/** What a service receives from one channel. */
interface Consumer {
  readonly operation: Operation;
  /** Of the channel, in this file. */
  readonly name: string;
  /** The interface with a member for each of its messages. */
  readonly handlers: string;
  readonly messages: readonly {
    readonly message: Message;
    readonly property: string;
    /** As this file imports it. */
    readonly event: string;
  }[];
}

export const emitHandlers = async (document: Document, names: ContractNames): Promise<HandlersFile> => {
  const registrar = `${serviceName(document)}Handlers`;
  const { scope } = names.folder(document.service);
  const imported = new MessageImports(document.service, [...runtime, handlersType(document), registrar, 'consumers']);
  const consumers = consumersOf(document, names, imported);
  const aliases = handlerTypes(consumers, names, scope);
  const isEmpty = consumers.length === 0;
  const statements: StatementStructures[] = [
    imports(
      '@streampact/runtime',
      runtime.filter((name) => !isEmpty || name === 'HandlerRegistration').map((name) => ({ name, isType: true })),
    ),
    ...aliases.map(({ alias }) => alias),
    isEmpty ? noHandlers(document) : allHandlers(document, consumers),
    ...consumers.map(channelHandlers),
    constant({
      name: registrar,
      description: `The handlers of ${document.service}, for \`EventsModule.forFeature\`. One that is missing does not compile.`,
      initializer: `(${isEmpty ? '_handlers' : 'handlers'}: ${handlersType(document)}): HandlerRegistration => (${registration(document, consumers)})`,
    }),
    constant({
      name: 'consumers',
      description: `The streams that ${document.service} reads, by the names in ${handlersType(document)}.`,
      type: isEmpty ? 'Readonly<Record<string, never>>' : consumersType(consumers),
      initializer: objectOf(consumers.map((consumer) => definition(consumer, document, names, imported))),
    }),
  ];
  // Last, because what is imported is known only when all of it is written.
  statements.splice(1, 0, ...imported.declarations);
  return {
    path: `${document.service}/handlers.ts`,
    text: await typescriptOf(header(sourceName(document.file)), statements),
    types: [handlersType(document), ...consumers.map(({ handlers }) => handlers), ...aliases.map(({ name }) => name)],
    values: [registrar, 'consumers'],
  };
};

const runtime = ['ConsumerDefinition', 'HandlerChoice', 'HandlerRegistration', 'MessageHandler'];

/** One consumer a channel, also where several operations receive from it. */
const consumersOf = (document: Document, names: ContractNames, imported: MessageImports): readonly Consumer[] => {
  const received = document.operations.filter(({ action }) => action === 'receive');
  const channels = [...new Set(received.map(({ channel }) => channel))];
  const scope = new NameScope();
  return channels.flatMap((channel) => {
    const operations = received.filter((operation) => operation.channel === channel);
    const [operation] = operations;
    if (operation === undefined) return [];
    const name = scope.claim(names.channel(channel));
    const messages = [...new Set(operations.flatMap((one) => one.messages))].map((message) => {
      const { property, event } = names.message(channel, message);
      return { message, property, event: imported.type(channel.definedBy, event) };
    });
    const handlers = names.folder(document.service).scope.claim(`${pascalCase(name)}Handlers`);
    return { operation, name, handlers, messages };
  });
};

/** `UserCreatedHandler` for each message, once. */
const handlerTypes = (
  consumers: readonly Consumer[],
  names: ContractNames,
  scope: NameScope,
): readonly { readonly name: string; readonly alias: StatementStructures }[] => {
  const all = consumers.flatMap(({ operation, messages }) =>
    messages.map((one) => ({ ...one, payload: names.message(operation.channel, one.message).payload })),
  );
  const first = new Map(all.toReversed().map((one) => [one.event, one]));
  return all
    .filter((one) => first.get(one.event) === one)
    .map(({ payload, event }) => {
      const name = scope.claim(`${payload}Handler`);
      const alias: StatementStructures = {
        kind: StructureKind.TypeAlias,
        isExported: true,
        name,
        type: `MessageHandler<${event}>`,
        docs: comment(`What a class that handles ${payload} implements.`),
      };
      return { name, alias };
    });
};

const allHandlers = (document: Document, consumers: readonly Consumer[]): StatementStructures => ({
  kind: StructureKind.Interface,
  isExported: true,
  name: handlersType(document),
  properties: consumers.map(({ name, handlers, operation }) => ({
    kind: StructureKind.PropertySignature,
    isReadonly: true,
    name,
    type: handlers,
    docs: comment(operation.description),
  })),
  docs: comment(`What ${document.service} does with the messages it receives.`),
});

const channelHandlers = ({ operation, handlers, messages }: Consumer): StatementStructures => ({
  kind: StructureKind.Interface,
  isExported: true,
  name: handlers,
  properties: messages.map(({ property, event }) => ({
    kind: StructureKind.PropertySignature,
    isReadonly: true,
    name: property,
    type: `HandlerChoice<${event}>`,
  })),
  docs: comment(
    `A handler class for each message from \`${operation.channel.address}\`, or \`ignored\` where nothing is wanted from it.`,
  ),
});

const noHandlers = (document: Document): StatementStructures => ({
  kind: StructureKind.TypeAlias,
  isExported: true,
  name: handlersType(document),
  type: 'Readonly<Record<string, never>>',
  docs: comment(`${document.service} receives nothing.`),
});

const registration = ({ service }: Document, consumers: readonly Consumer[]): string =>
  objectOf([
    ['service', JSON.stringify(service)],
    ['consumers', objectOf(consumers.map(({ name }) => [name, `{ ...handlers.${name} }`] as const))],
  ]);

const consumersType = (consumers: readonly Consumer[]): string =>
  `{ ${consumers.map(({ name }) => `readonly ${name}: ConsumerDefinition`).join('; ')} }`;

const definition = (
  { operation, name, messages }: Consumer,
  { service }: Document,
  names: ContractNames,
  imported: MessageImports,
): [string, string] => {
  const { channel, retry, onDeadLetter, handlerTimeoutMs } = operation;
  const definitions = imported.value(channel.definedBy, 'messages');
  const consumer = objectOf([
    ['channel', imported.value(channel.definedBy, names.channel(channel))],
    ['group', JSON.stringify(service)],
    ['messages', objectOf(messages.map(({ property }) => [property, `${definitions}.${property}`] as const))],
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
  return [name, consumer];
};
