/**
 * validators.js and validators.d.ts of each document: a closed validator for the writer and an open one for readers of
 * each message. The functions stand in modules of their own, so that a schema is compiled once however often it is used,
 * and a change of one message changes one small file.
 */
import { booleanSchema } from '../../load/read-schema.js';
import type { ContractSet, Document } from '../../model/contract.js';
import type { Finding } from '../../report/finding.js';
import type { ContractNames } from '../contract-names.js';
import { constant, imports } from '../declared.js';
import { type EmittedFile, header, sourceName } from '../emitted-file.js';
import type { OwnMessage } from '../folder-names.js';
import { typescriptOf } from '../source-text.js';
import { writerMode } from './compilable-schema.js';
import { moduleText, type ModuleText } from './module-text.js';
import { relativeTo, type ValidatorFunction, type ValidatorModule } from './validator-module.js';
import { ValidatorModules } from './validator-modules.js';

export interface EmittedValidators {
  readonly files: readonly EmittedFile[];
  /** Formats that the validators check. */
  readonly formats: ReadonlySet<string>;
  readonly findings: readonly Finding[];
}

export const emitValidators = async (contracts: ContractSet, names: ContractNames): Promise<EmittedValidators> => {
  const modules = new ValidatorModules(contracts);
  const folders = contracts.documents.map((document) => {
    const own = names.folder(document.service).messages.filter(({ isShared }) => !isShared);
    return { document, own, exported: own.map((one) => exportedOf(one, document, modules)) };
  });
  const compiled = await compileChanged(modules.plan());
  const texts = folders.map(async ({ document, own, exported }) => [
    { path: pathOf(document), text: header(sourceName(document.file)) + exported.map(exportLine).join('') },
    { path: pathOf(document).replace(/\.js$/, '.d.ts'), text: await declarationsOf(document, own) },
  ]);
  return {
    files: [...compiled.map(({ path, text }) => ({ path, text })), ...(await Promise.all(texts)).flat()],
    formats: new Set(compiled.flatMap(({ formats }) => formats)),
    findings: compiled.flatMap(({ findings }) => findings),
  };
};

/** What the last call compiled: of the modules of a contract that is watched, one has changed. */
let compiledBefore: ReadonlyMap<string, ModuleText> = new Map();

const compileChanged = async (
  modules: readonly ValidatorModule[],
): Promise<readonly (ModuleText & { readonly path: string })[]> => {
  const compiled = new Map<string, ModuleText>();
  const texts = modules.map(async (module) => {
    const functions = module.functions.map(({ validator, compilable }) => [validator.name, validator.mode, compilable]);
    const imported = [...module.imports].map(([from, names]) => [from, ...names]);
    const key = JSON.stringify([module.path, module.source, imported, functions]);
    const text = compiledBefore.get(key) ?? (await moduleText(module));
    // A finding has a place, which moves when lines above it do.
    if (text.findings.length === 0) compiled.set(key, text);
    return { path: module.path, ...text };
  });
  const all = await Promise.all(texts);
  compiledBefore = compiled;
  return all;
};

const pathOf = ({ service }: Document): string => `${service}/validators.js`;

interface Exported {
  readonly from: string;
  readonly names: readonly (readonly [name: string, as: string])[];
}

const exportedOf = ({ message, validators }: OwnMessage, document: Document, modules: ValidatorModules): Exported => {
  // Without a payload anything is valid.
  const schema = message.payload ?? booleanSchema(message.source, true, 'payload');
  const home = { folder: document.service, name: validators };
  const reader = modules.functionOf(schema, 'open', home);
  const writer = modules.functionOf(schema, writerMode(schema), home);
  const as = (validator: ValidatorFunction, kind: string): readonly [string, string] => [
    validator.name,
    `${validators}${kind}`,
  ];
  return {
    from: relativeTo(pathOf(document), reader.module.path),
    names: [as(reader, 'Reader'), as(writer, 'Writer')],
  };
};

const exportLine = ({ from, names }: Exported): string => {
  const specifiers = names.map(([name, as]) => (name === as ? name : `${name} as ${as}`));
  return `export { ${specifiers.join(', ')} } from '${from}';\n`;
};

const declarationsOf = (document: Document, messages: readonly OwnMessage[]): Promise<string> => {
  const declared = messages.flatMap(({ validators, payload }) =>
    ['Writer', 'Reader'].map((kind) => ({
      ...constant({
        name: `${validators}${kind}`,
        initializer: '',
        description: kind === 'Writer' ? 'Refuses undeclared properties.' : 'Ignores undeclared properties.',
      }),
      hasDeclareKeyword: true,
      declarations: [{ name: `${validators}${kind}`, type: `Validate<${payload}>` }],
    })),
  );
  const types = messages.map(({ payload }) => ({ name: payload, isType: true }));
  const statements =
    messages.length === 0
      ? []
      : [imports('../checks.js', [{ name: 'Validate', isType: true }]), imports('./messages.js', types), ...declared];
  return typescriptOf(header(sourceName(document.file)), statements);
};
