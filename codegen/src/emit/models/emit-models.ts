/** The payloads of every service as models of other languages, through modelina. */
import { errorAt } from '../../load/places.js';
import type { ContractSet, Document } from '../../model/contract.js';
import type { Finding } from '../../report/finding.js';
import { type EmittedFile, generatedMark, sourceName } from '../emitted-file.js';
import { folderNames } from '../folder-names.js';
import { Facts } from './facts.js';
import { jsonSchemas } from './json-schema.js';
import type { Language, LanguageId, Modelina } from './language.js';
import { csharp } from './languages/csharp.js';
import { go } from './languages/go.js';
import { java } from './languages/java.js';
import { kotlin } from './languages/kotlin.js';
import { ModelBuilder } from './model-builder.js';

export const languages: readonly Language[] = [java, csharp, kotlin, go];

export interface ModelsOptions {
  readonly languages: readonly LanguageId[];
  /** What packages and namespaces begin with, e.g. `com.acme.events`. */
  readonly packagePrefix: string;
}

export interface EmittedModels {
  /** `<language>/<service>/<model>`, sorted by path. */
  readonly files: readonly EmittedFile[];
  /** Warnings: what of the contracts a model cannot say. */
  readonly findings: readonly Finding[];
}

/** Pure: the same contracts give the same bytes. Loads modelina, which takes a second. */
export const emitModels = async (contracts: ContractSet, options: ModelsOptions): Promise<EmittedModels> => {
  const modelina = await import('@asyncapi/modelina');
  const wanted = languages.filter(({ id }) => options.languages.includes(id));
  const files: EmittedFile[] = [];
  const findings: Finding[] = [];
  for (const document of contracts.documents) {
    const builder = new ModelBuilder();
    for (const { message, payload } of folderNames(document).messages) {
      if (message.payload !== undefined) builder.message(message.payload, payload, message.description);
    }
    findings.push(...builder.warnings);
    findings.push(...wanted.flatMap((language) => unnamed(language, builder)));
    for (const language of wanted)
      files.push(...(await inLanguage(language, document, builder, { modelina, ...options })));
  }
  return { files: files.toSorted((a, b) => (a.path < b.path ? -1 : 1)), findings };
};

const inLanguage = async (
  language: Language,
  document: Document,
  { models }: ModelBuilder,
  { modelina, packagePrefix }: ModelsOptions & { readonly modelina: Modelina },
): Promise<readonly EmittedFile[]> => {
  const rendered = await language.render({
    modelina,
    facts: new Facts(models, language.members),
    schemas: jsonSchemas(models),
    packageName: language.packageName(packagePrefix, document.service),
  });
  return rendered.map(({ model, text }) => ({
    path: `${language.id}/${document.service}/${language.fileName(model)}`,
    text: `${header(document, language)}${language.opening ?? ''}${tidy(text)}`,
  }));
};

const unnamed = ({ id, cannotName }: Language, { models }: ModelBuilder): readonly Finding[] =>
  models
    .flatMap((model) => (model.kind === 'object' ? model.properties : []))
    .filter(({ name }) => cannotName?.test(name) === true)
    .map(({ name, range }) => {
      const message = `The models for ${id} leave out ${JSON.stringify(name)}, a name that JSON of ${id} cannot have.`;
      return { ...errorAt(range, 'models-name', message), severity: 'warning' };
    });

const header = ({ file }: Document, { id }: Language): string =>
  `// ${generatedMark} from ${sourceName(file)}. Do not edit.\n// To write it again: streampact models --lang ${id}\n\n`;

/** One line end at the end, none at the beginning, and no more than one empty line between. */
const tidy = (text: string): string =>
  `${text
    .replaceAll(/[ \t]+$/gm, '')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()}\n`;
