/** AsyncAPI 1 and 2 to 3, by @asyncapi/converter: the result, where its parts stand in the written document, and losses. */
import { stringify } from 'yaml';
import type { JsonObject, JsonValue, SourceFile, SourceNode } from '../model/source.js';
import type { Finding } from '../report/finding.js';
import { ConversionIds } from './conversion-ids.js';
import { placed } from './conversion-places.js';
import { errorAt } from './places.js';
import { readSource } from './read-source.js';
import { jsonOf, valueOf } from './source-tree.js';

export const isOlderVersion = (root: SourceNode | undefined): root is SourceNode => {
  const version = valueOf(root, 'asyncapi');
  return version?.kind === 'scalar' && /^[12]\.\d/.test(String(version.value));
};

/** @returns the document in version 3, its nodes placed where they were written, and a warning for all that is not in it */
export const converted = async (
  read: SourceFile,
): Promise<{ readonly source: SourceFile; readonly findings: readonly Finding[] }> => {
  const { file, text, root } = read;
  if (root?.kind !== 'map') return { source: read, findings: [] };
  if (valueOf(root, 'info')?.kind !== 'map') {
    const message = 'The document has no "info", without which it cannot be converted to AsyncAPI 3.';
    return refused(read, message, 'add info: { title: …, version: … }');
  }
  const ids = new ConversionIds();
  const json = await attempt(root, ids);
  if (json instanceof Error) {
    const message = `This document cannot be converted to AsyncAPI 3: ${json.message.replace(/\.$/, '')}.`;
    return refused(read, message, 'convert it by hand');
  }
  const { node, losses } = placed(json, root, ids);
  return { source: { file, text, root: node }, findings: losses };
};

const refused = (
  { file, text, root }: SourceFile,
  message: string,
  fix: string,
): { readonly source: SourceFile; readonly findings: readonly Finding[] } => {
  const version = valueOf(root, 'asyncapi');
  const findings = version === undefined ? [] : [errorAt(version.range, 'conversion', message, fix)];
  return { source: { file, text, root: undefined }, findings };
};

/**
 * For `streampact migrate`. Comments are not kept.
 * @returns the document in version 3 as YAML, `undefined` if there are errors; and what is wrong or got lost
 */
export const convertDocument = async ({
  file,
  text,
}: {
  readonly file: string;
  readonly text: string;
}): Promise<{ readonly text: string | undefined; readonly findings: readonly Finding[] }> => {
  const { source, findings } = readSource(file, text);
  if (source.root === undefined) return { text: undefined, findings };
  const result = await converted(source);
  const { root } = result.source;
  const yaml = root === undefined ? undefined : stringify(jsonOf(root), { lineWidth: 120 });
  return { text: yaml, findings: [...findings, ...result.findings] };
};

const attempt = async (root: SourceNode, ids: ConversionIds): Promise<JsonValue | Error> => {
  const { default: converter } = await import('@asyncapi/converter');
  // The converter tells some losses to the console, without their place; ours are complete.
  const { warn } = console;
  console.warn = () => undefined;
  try {
    // A document that says its version is all that the converter asks of its input.
    const input = jsonOf(root) as JsonObject & { asyncapi: string };
    return converter.convert(input, '3.0.0', { v2tov3: { idGenerator: ids.generator, pointOfView: 'application' } });
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  } finally {
    console.warn = warn;
  }
};
