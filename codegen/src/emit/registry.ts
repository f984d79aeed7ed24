/** registry.ts: every stream and every service of the system. */
import type { ContractSet } from '../model/contract.js';
import type { ContractNames } from './contract-names.js';
import { constant, imports } from './declared.js';
import { type EmittedFile, header } from './emitted-file.js';
import { serviceName } from './names-of.js';
import { NameScope } from './names.js';
import { typescriptOf } from './source-text.js';

export const emitRegistry = async ({ folder, documents }: ContractSet, names: ContractNames): Promise<EmittedFile> => {
  const scope = new NameScope(['streams', 'services', 'ChannelDefinition', 'ServiceDefinition']);
  const folders = documents.map((document) => {
    const service = serviceName(document);
    const channels = names.folder(document.service).channels.map(({ name }) => ({ name, alias: scope.claim(name) }));
    return { document, channels, service: { name: service, alias: scope.claim(service) } };
  });
  const streams = folders.flatMap(({ channels }) => channels.map(({ alias }) => alias));
  const text = await typescriptOf(header(`${folder.split('/').at(-1) ?? folder}/`), [
    imports(
      '@streampact/runtime',
      ['ChannelDefinition', 'ServiceDefinition'].map((name) => ({ name, isType: true })),
    ),
    ...folders.map(({ document, channels, service }) =>
      imports(`./${document.service}/index.js`, [...channels, service]),
    ),
    constant({
      name: 'streams',
      type: 'readonly ChannelDefinition[]',
      description: 'Every stream, with its owner, partitions and consumer groups.',
      initializer: `[${streams.join(', ')}]`,
    }),
    constant({
      name: 'services',
      type: 'readonly ServiceDefinition[]',
      description: 'Every service, with the channels it owns and the consumers it runs.',
      initializer: `[${folders.map(({ service }) => service.alias).join(', ')}]`,
    }),
  ]);
  return { path: 'registry.ts', text };
};
