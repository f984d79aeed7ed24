/** What generated validators say of values, asked where users ask it: in a node that knows nothing of this project. */
import { copiedSources } from '../emit/validators/copied-sources.js';
import { writerMode } from '../emit/validators/compilable-schema.js';
import { moduleText } from '../emit/validators/module-text.js';
import { ValidatorModules } from '../emit/validators/validator-modules.js';
import { SchemaReader } from '../load/read-schema.js';
import { SourceFolder } from '../load/source-folder.js';
import type { Schema } from '../model/schema.js';
import type { JsonValue } from '../model/source.js';
import type { Finding } from '../report/finding.js';
import { inPlainNode } from './plain-node.js';

export interface LoadedSchema {
  /** `undefined` if it was refused. */
  readonly schema: Schema | undefined;
  readonly errors: readonly Finding[];
}

/** A file that is one schema, read as schemas of contracts are. @param folder with a `vendor` folder if it refers to others */
export const loadSchema = async (folder: string, file: string): Promise<LoadedSchema> => {
  const sources = new SourceFolder(folder);
  const source = await sources.read(`${folder}/${file}`);
  const reader = new SchemaReader(sources, 'any');
  const schema = source?.root === undefined ? undefined : reader.read(source.root);
  const errors = [...sources.findings, ...reader.findings].filter(({ severity }) => severity === 'error');
  return { schema: errors.length > 0 ? undefined : schema, errors };
};

export interface Judged {
  readonly schema: Schema;
  readonly values: readonly JsonValue[];
}

export interface Verdict {
  readonly reader: boolean;
  readonly writer: boolean;
}

/** @returns for each of `judged`, and the place of one of its values, the verdict on it */
export const verdictsOf = async (judged: readonly Judged[]): Promise<(index: number, at: number) => Verdict> => {
  const modules = new ValidatorModules({ profile: 'any', folder: '', documents: [], files: [] });
  const calls = judged.map(({ schema, values }, index) => {
    const home = { folder: 'judged', name: `schema${index}` };
    const reader = modules.functionOf(schema, 'open', home);
    const writer = modules.functionOf(schema, writerMode(schema), home);
    return { path: `./${reader.module.path}`, reader: reader.name, writer: writer.name, values };
  });
  const texts = await Promise.all(
    modules.plan().map(async (module) => ({ path: module.path, ...(await moduleText(module)) })),
  );
  const findings = texts.flatMap((text) => text.findings);
  if (findings.length > 0) throw new Error(findings.map(({ message }) => message).join('\n'));
  const copied = await copiedSources(new Set(texts.flatMap(({ formats }) => formats)));
  // In a file, because a property called __proto__ would be lost in an object literal.
  const data = { path: 'calls.js', text: `export default ${JSON.stringify(JSON.stringify(calls))};` };
  const script = `
    import calls from './calls.js';
    const verdicts = [];
    for (const { path, reader, writer, values } of JSON.parse(calls)) {
      const module = await import(path);
      verdicts.push(values.map((value) => Number(module[reader](value)) + 2 * Number(module[writer](value))).join(''));
    }
    console.log(JSON.stringify(verdicts));
  `;
  const printed = await inPlainNode([...texts, ...copied, data], script);
  const verdicts = JSON.parse(printed) as string[]; // the script above printed it
  return (index, at) => {
    const verdict = Number(verdicts[index]?.[at]);
    if (Number.isNaN(verdict)) throw new Error(`Nobody judged value ${at} of schema ${index}.`);
    return { reader: verdict % 2 === 1, writer: verdict >= 2 };
  };
};
