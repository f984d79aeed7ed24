/** Which file handles a message: `<services>/<service>/src/**\/<message>.handler.ts`. */
import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { CodePlace, DocsInputs } from '../../emit/docs/docs-inputs.js';
import { pascalCase } from '../../emit/names.js';

const ending = '.handler.ts';

/** A service without a folder there has no handlers that can be shown; that is no error. */
export const findHandlers = async (folder: string, services: readonly string[]): Promise<DocsInputs['handlerOf']> => {
  const found = new Map<string, CodePlace>();
  for (const service of services) {
    const root = join(folder, service, 'src');
    for (const path of await handlerFiles(root)) {
      const name = path.split(sep).at(-1)?.slice(0, -ending.length) ?? '';
      const key = `${service} ${name}`;
      if (!found.has(key)) found.set(key, await placeOf(join(root, path)));
    }
  }
  return (service, message) => found.get(`${service} ${kebabCase(message.name)}`);
};

/** Sorted, so that of two files of one name it is always the same. */
const handlerFiles = async (root: string): Promise<readonly string[]> => {
  try {
    const paths = await readdir(root, { recursive: true });
    return paths.filter((path) => path.endsWith(ending)).toSorted();
  } catch {
    return [];
  }
};

const placeOf = async (file: string): Promise<CodePlace> => {
  const lines = (await readFile(file, 'utf8')).split('\n');
  const line = lines.findIndex((text) => /^export (?:default )?(?:abstract )?class /.test(text)) + 1;
  return { file: file.split(sep).join('/'), line: Math.max(line, 1) };
};

/** `order-placed` for `ORDER_PLACED` */
const kebabCase = (name: string): string =>
  pascalCase(name)
    .replaceAll(/(?<=[\p{Ll}\p{N}])(?=\p{Lu})/gu, '-')
    .toLowerCase();
