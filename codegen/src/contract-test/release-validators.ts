/** The generated validators of a release, as its services run them. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ts } from 'ts-morph';
import { ContractNames } from '../emit/contract-names.js';
import { emitContracts } from '../emit/emit-contracts.js';
import type { EmittedFile } from '../emit/emitted-file.js';
import type { Side } from './deliveries.js';
import type { Release } from '../releases/release.js';

export interface Validate {
  (data: unknown): boolean;
  errors?: readonly { readonly instancePath: string; readonly keyword: string; readonly message?: string }[] | null;
}

export type FindValidator = (side: Side, kind: 'Writer' | 'Reader') => Validate;

/** Writes the validators of `release` below `folder`, which must be new, and imports them. */
export const validatorsOf = async ({ contracts }: Release, folder: string): Promise<FindValidator> => {
  const { files } = await emitContracts(contracts, { targets: ['validators'] });
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  for (const { path, text } of files.filter((file) => !file.path.endsWith('.d.ts')).map(asModule)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  const names = new ContractNames(contracts);
  const modules = new Map<string, Readonly<Record<string, Validate>>>();
  for (const { service } of contracts.documents) {
    // Validators are all that the module exports.
    const module: unknown = await import(pathToFileURL(join(folder, service, 'validators.js')).href);
    modules.set(service, module as Readonly<Record<string, Validate>>);
  }
  return ({ channel, message }, kind) => {
    const name = `${names.message(channel, message).validators}${kind}`;
    const validate = modules.get(channel.definedBy)?.[name];
    if (validate === undefined) throw new Error(`${channel.definedBy} has no validator ${name}.`);
    return validate;
  };
};

const asModule = ({ path, text }: EmittedFile): EmittedFile => {
  if (!path.endsWith('.ts')) return { path, text };
  const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022, verbatimModuleSyntax: true };
  return { path: path.replace(/\.ts$/, '.js'), text: ts.transpileModule(text, { compilerOptions }).outputText };
};
