/** publisher.ts: one class with a method for each message that a document's service sends. */
import { type MethodDeclarationStructure, StructureKind } from 'ts-morph';
import type { Document, Message, Operation } from '../model/contract.js';
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
  const sent = document.operations.filter(({ action }) => action === 'send');
  const methods = sent.flatMap((operation) =>
    operation.messages.flatMap((message) => methodsFor(message, operation, document, names, imported, methodNames)),
  );
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

const methodsFor = (
  message: Message,
  { channel, key }: Operation,
  document: Document,
  names: ContractNames,
  imported: MessageImports,
  methodNames: NameScope,
): MethodDeclarationStructure[] => {
  const { property, payload } = names.message(channel, message);
  const type = imported.type(channel.definedBy, payload);
  const definition = `${imported.value(channel.definedBy, 'messages')}.${property}`;
  const see = `@see ${sourceName(document.file)}#/operations/${key}`;
  const one = method(
    methodNames.claim(property),
    type,
    'MessageId',
    `this.#publisher.publish(${definition}, data, options)`,
  );
  const many = method(
    methodNames.claim(`${property}Many`),
    `readonly ${type}[]`,
    'readonly MessageId[]',
    `this.#publisher.publishMany(${definition}, data, options)`,
  );
  return [
    {
      ...one,
      docs: comment(
        `Publishes ${payload} to \`${channel.address}\`. Validated before it is stored.`,
        message.description,
        see,
      ),
    },
    { ...many, docs: comment(`The same for many events: all are stored, or none.`, see) },
  ];
};

const method = (name: string, data: string, result: string, call: string): MethodDeclarationStructure => ({
  kind: StructureKind.Method,
  name,
  parameters: [
    { name: 'data', type: data },
    { name: 'options', type: 'PublishOptions' },
  ],
  returnType: `Promise<${result}>`,
  statements: `return ${call};`,
});
