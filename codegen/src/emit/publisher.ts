/** publisher.ts: one class with a method for each message that a document's service sends. */
import { type MethodDeclarationStructure, StructureKind } from 'ts-morph';
import type { Channel, Document, Message, Operation } from '../model/contract.js';
import { comment } from './comment.js';
import { type ContractNames, MessageImports } from './contract-names.js';
import { imports } from './declared.js';
import { type EmittedFile, header, sourceName } from './emitted-file.js';
import { publisherClass } from './names-of.js';
import { NameScope } from './names.js';
import { typescriptOf } from './source-text.js';

export const emitPublisher = async (document: Document, names: ContractNames): Promise<EmittedFile> => {
  const name = publisherClass(document);
  const taken = [name, 'MessageId', 'MessagePublisher', 'PublishOptions'];
  const imported = new MessageImports(document.service, taken);
  const methodNames = new NameScope(['constructor']);
  const methods = sentBy(document).flatMap((sent) => methodsFor(sent, document, names, imported, methodNames));
  const runtime = methods.length === 0 ? ['MessagePublisher'] : ['MessageId', 'MessagePublisher', 'PublishOptions'];
  const text = await typescriptOf(header(sourceName(document.file)), [
    imports(
      '@streampact/runtime',
      runtime.map((one) => ({ name: one, isType: true })),
    ),
    ...imported.declarations,
    {
      kind: StructureKind.Class,
      name,
      isExported: true,
      docs: comment(`Publishes what ${document.service} sends. Every method writes to the outbox of your transaction.`),
      properties: methods.length === 0 ? [] : [{ name: '#publisher', isReadonly: true, type: 'MessagePublisher' }],
      ctors: [
        methods.length === 0
          ? { parameters: [{ name: '_publisher', type: 'MessagePublisher' }] }
          : {
              parameters: [{ name: 'publisher', type: 'MessagePublisher' }],
              statements: 'this.#publisher = publisher;',
            },
      ],
      methods,
    },
  ]);
  return { path: `${document.service}/publisher.ts`, text };
};

interface Sent {
  readonly message: Message;
  readonly operation: Operation;
}

/** Each message of a channel once, also where several operations send it. */
const sentBy = ({ operations }: Document): readonly Sent[] => {
  const known = new Map<Channel, Set<Message>>();
  return operations
    .filter(({ action }) => action === 'send')
    .flatMap((operation) => {
      const sent = known.get(operation.channel) ?? new Set();
      known.set(operation.channel, sent);
      const messages = operation.messages.filter((message) => !sent.has(message));
      for (const message of messages) sent.add(message);
      return messages.map((message) => ({ message, operation }));
    });
};

const methodsFor = (
  { message, operation: { channel, source } }: Sent,
  document: Document,
  names: ContractNames,
  imported: MessageImports,
  methodNames: NameScope,
): MethodDeclarationStructure[] => {
  const { property, payload } = names.message(channel, message);
  const type = imported.type(channel.definedBy, payload);
  const definition = `${imported.value(channel.definedBy, 'messages')}.${property}`;
  const see = `@see ${sourceName(source.range.file)}#${source.range.pointer}`;
  const isKeyed = message.keyProperty !== undefined;
  const key = isKeyed ? undefined : '`key` says what it happened to: the events of one key are handled in their order.';
  const one = method({
    name: methodNames.claim(property),
    data: type,
    result: 'MessageId',
    call: `publish(${definition}, data, ${isKeyed ? 'options' : '{ ...options, key }'})`,
    isKeyed,
  });
  const many = method({
    name: methodNames.claim(`${property}Many`),
    data: `readonly ${type}[]`,
    result: 'readonly MessageId[]',
    call: `publishMany(${definition}, data, ${isKeyed ? 'options' : '{ ...options, key }'})`,
    isKeyed,
  });
  return [
    {
      ...one,
      docs: comment(
        `Publishes ${payload} to \`${channel.address}\`. Validated before it is stored.`,
        message.description,
        key,
        see,
      ),
    },
    {
      ...many,
      docs: comment(`The same for many events${isKeyed ? '' : ' of one key'}: all are stored, or none.`, see),
    },
  ];
};

/** Where the contract names no key, whoever publishes gives it. */
const method = ({
  name,
  data,
  result,
  call,
  isKeyed,
}: {
  readonly name: string;
  readonly data: string;
  readonly result: string;
  readonly call: string;
  readonly isKeyed: boolean;
}): MethodDeclarationStructure => ({
  kind: StructureKind.Method,
  name,
  parameters: [
    ...(isKeyed ? [] : [{ name: 'key', type: 'string' }]),
    { name: 'data', type: data },
    { name: 'options', type: isKeyed ? 'PublishOptions' : "Omit<PublishOptions, 'key'>" },
  ],
  returnType: `Promise<${result}>`,
  statements: `return this.#publisher.${call};`,
});
