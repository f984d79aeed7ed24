/** index.ts of a document's folder: what services import. */
import { StructureKind, type StatementStructures } from 'ts-morph';
import type { Document } from '../model/contract.js';
import type { ContractNames } from './contract-names.js';
import { constant, imports, objectOf } from './declared.js';
import { type EmittedFile, header, sourceName } from './emitted-file.js';
import type { HandlersFile } from './handlers.js';
import type { MessagesFile } from './messages.js';
import { publisherClass, serviceName } from './names-of.js';
import { typescriptOf } from './source-text.js';

/** The files of the folder, as far as they are made. */
export interface ServiceFiles {
  readonly messages: MessagesFile;
  readonly handlers: HandlersFile | undefined;
  readonly publisher: EmittedFile | undefined;
}

/** Only what publishes and receives is a service that a process can run. */
export const emitServiceIndex = async (
  document: Document,
  names: ContractNames,
  { messages, handlers, publisher }: ServiceFiles,
): Promise<EmittedFile> => {
  const Publisher = publisherClass(document);
  const text = await typescriptOf(header(sourceName(document.file)), [
    ...(handlers === undefined || publisher === undefined ? [] : importsOf(document, names)),
    exported('./messages.js', messages),
    ...(handlers === undefined ? [] : [exported('./handlers.js', handlers)]),
    ...(publisher === undefined ? [] : [exported('./publisher.js', { values: [Publisher], types: [] })]),
    ...(handlers === undefined || publisher === undefined ? [] : [definition(document, names)]),
  ]);
  return { path: `${document.service}/index.ts`, text };
};

const importsOf = (document: Document, names: ContractNames): readonly StatementStructures[] => {
  const channels = names.folder(document.service).channels.map(({ name }) => ({ name }));
  return [
    imports('@streampact/runtime', [{ name: 'ServiceDefinition', isType: true }]),
    imports('./handlers.js', [{ name: 'consumers' }]),
    ...(channels.length === 0 ? [] : [imports('./messages.js', channels)]),
    imports('./publisher.js', [{ name: publisherClass(document) }]),
  ];
};

const definition = (document: Document, names: ContractNames): StatementStructures =>
  constant({
    name: serviceName(document),
    type: `ServiceDefinition<${publisherClass(document)}>`,
    description: document.description,
    initializer: objectOf([
      ['name', JSON.stringify(document.service)],
      ['version', JSON.stringify(document.version)],
      [
        'channels',
        `[${names
          .folder(document.service)
          .channels.map(({ name }) => name)
          .join(', ')}]`,
      ],
      ['consumers', 'consumers'],
      ['Publisher', publisherClass(document)],
    ]),
  });

const exported = (
  from: string,
  { values, types }: { readonly values: readonly string[]; readonly types: readonly string[] },
): StatementStructures => ({
  kind: StructureKind.ExportDeclaration,
  moduleSpecifier: from,
  namedExports: [
    ...values.toSorted().map((name) => ({ name })),
    ...types.toSorted().map((name) => ({ name, isTypeOnly: true })),
  ],
});
