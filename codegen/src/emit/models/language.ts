/** What the models command knows of a programming language. */
import type { AbstractGenerator, InputMetaModel, OutputModel } from '@asyncapi/modelina';
import type { JsonObject } from '../../model/source.js';
import type { Facts, MemberStyle } from './facts.js';

/** Loading modelina takes a second, so only the command that needs it does. */
export type Modelina = typeof import('@asyncapi/modelina');

export type LanguageId = 'java' | 'csharp' | 'kotlin' | 'go';

export interface Language {
  readonly id: LanguageId;
  readonly members: MemberStyle;
  /** Follows the header in every file. */
  readonly opening?: string;
  /** Properties with such names cannot be written in it; each is a warning. */
  readonly cannotName?: RegExp;
  /** `OrderPlaced.java` */
  readonly fileName: (model: string) => string;
  /** `com.acme.events.orderservice` for the service `order-service`. */
  readonly packageName: (prefix: string, service: string) => string;
  readonly render: (request: RenderRequest) => Promise<readonly Rendered[]>;
}

export interface RenderRequest {
  readonly modelina: Modelina;
  readonly facts: Facts;
  /** By the name of the model. */
  readonly schemas: ReadonlyMap<string, JsonObject>;
  readonly packageName: string;
}

export interface Rendered {
  readonly model: string;
  readonly text: string;
}

/** Names are ours: they are fit for the language already, and modelina would call reserved ones `ReservedX`. */
export const constraints = (facts: Facts, literal: (text: string) => string) => ({
  modelName: ({ modelName }: { readonly modelName: string }): string => modelName,
  propertyKey: (of: {
    readonly constrainedObjectModel: { readonly name: string };
    readonly objectPropertyModel: { readonly propertyName: string };
  }): string => facts.property(of.constrainedObjectModel.name, of.objectPropertyModel.propertyName).identifier,
  enumKey: (of: { readonly constrainedEnumModel: { readonly name: string }; readonly enumKey: string }): string =>
    facts.value(of.constrainedEnumModel.name, of.enumKey),
  enumValue: ({ enumValue }: { readonly enumValue: unknown }): string =>
    typeof enumValue === 'string' ? literal(enumValue) : String(enumValue),
  // Constants are written by our presets.
  constant: (): undefined => undefined,
});

/**
 * Reads one schema a model and renders all models together, so that a variant knows the unions it belongs to.
 * @param adapt changes the models before they are rendered, by name
 */
export const renderAll = async <Options extends object>(
  { modelina, schemas }: RenderRequest,
  generator: Pick<AbstractGenerator<never, Options>, 'process' | 'generateCompleteModels'>,
  options: Options,
  adapt: (models: InputMetaModel['models']) => void = () => undefined,
): Promise<readonly Rendered[]> => {
  const input = new modelina.InputMetaModel();
  for (const [name, schema] of schemas) {
    // Modelina changes what it is given.
    const read = await generator.process(JSON.parse(JSON.stringify(schema)) as Record<string, unknown>);
    const model = read.models[name];
    if (model === undefined) throw new Error(`Modelina read ${name} as ${Object.keys(read.models).join(', ')}.`);
    input.models[name] = model;
  }
  adapt(input.models);
  const outputs: readonly OutputModel[] = await generator.generateCompleteModels(input, options);
  return outputs.map(({ modelName, result }) => ({ model: modelName, text: result }));
};

/** A text in quotes, as Java, C#, Kotlin and Go write it. */
export const literal = (text: string): string => JSON.stringify(text);

/** Comments end where the contract's text says so, unless it is made harmless. */
export const harmless = (text: string): string =>
  text.trim().replaceAll('*/', '* /').replaceAll('/*', '/ *').replaceAll('\\u', '\\ u');

/** Lines of a doc comment, empty if there is nothing to say. */
export const docComment = (text: string | undefined): string => {
  if (text === undefined || text.trim() === '') return '';
  const lines = harmless(text).split('\n');
  return lines.length === 1
    ? `/** ${lines[0]} */\n`
    : `/**\n${lines.map((line) => ` * ${line}`.trimEnd()).join('\n')}\n */\n`;
};

/** `order-service` as part of a package's name. */
export const packagePart = (service: string, reserved: readonly string[]): string => {
  const part = service
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '');
  const safe = /^[a-z]/.test(part) ? part : `service${part}`;
  return reserved.includes(safe) ? `${safe}service` : safe;
};
