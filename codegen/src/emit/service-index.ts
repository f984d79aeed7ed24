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

export const emitServiceIndex = async (
  document: Document,
  names: ContractNames,
  files: { readonly messages: MessagesFile; readonly handlers: HandlersFile },
): Promise<EmittedFile> => {
  const channels = names.folder(document.service).channels.map(({ name }) => name);
  const Publisher = publisherClass(document);
  const text = await typescriptOf(header(sourceName(document.file)), [
    imports('@streampact/runtime', [{ name: 'ServiceDefinition', isType: true }]),
    imports('./handlers.js', [{ name: 'consumers' }]),
    ...(channels.length === 0
      ? []
      : [
          imports(
            './messages.js',
            channels.map((name) => ({ name })),
          ),
        ]),
    imports('./publisher.js', [{ name: Publisher }]),
    exported('./messages.js', files.messages),
    exported('./handlers.js', files.handlers),
    exported('./publisher.js', { values: [Publisher], types: [] }),
    constant({
      name: serviceName(document),
      type: `ServiceDefinition<${Publisher}>`,
      description: document.description,
      initializer: objectOf([
        ['name', JSON.stringify(document.service)],
        ['version', JSON.stringify(document.version)],
        ['channels', `[${channels.join(', ')}]`],
        ['consumers', 'consumers'],
        ['Publisher', Publisher],
      ]),
    }),
  ]);
  return { path: `${document.service}/index.ts`, text };
};

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
