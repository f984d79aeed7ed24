/**
 * Which file handles a message: `<services>/<service>/src/**\/<message>.handler.ts`, or a saga that follows it, `*.saga.ts` with
 * `received(….<message>, …)`.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { CodePlace, DocsInputs } from '../../emit/docs/docs-inputs.js';
import { pascalCase } from '../../emit/names.js';

const handlerEnding = '.handler.ts';
const sagaEnding = '.saga.ts';

/** A service without a folder there has no handlers that can be shown; that is no error. */
export const findHandlers = async (folder: string, services: readonly string[]): Promise<DocsInputs['handlerOf']> => {
  const found = new Map<string, CodePlace>();
  for (const service of services) {
    const root = join(folder, service, 'src');
    for (const path of await filesOf(root)) {
      for (const [name, place] of await handledIn(join(root, path))) {
        const key = `${service} ${name}`;
        if (!found.has(key)) found.set(key, place);
      }
    }
  }
  return (service, message) => found.get(`${service} ${kebabCase(message.name)}`);
};

/** Handlers first, then sagas; sorted, so that of two files of one name it is always the same. */
const filesOf = async (root: string): Promise<readonly string[]> => {
  try {
    const paths = (await readdir(root, { recursive: true })).toSorted();
    return [handlerEnding, sagaEnding].flatMap((ending) => paths.filter((path) => path.endsWith(ending)));
  } catch {
    return [];
  }
};

/** Names of messages, as in `order-placed.handler.ts`, with where they are handled. */
const handledIn = async (path: string): Promise<readonly (readonly [string, CodePlace])[]> => {
  const lines = (await readFile(path, 'utf8')).split('\n');
  const file = path.split(sep).join('/');
  if (path.endsWith(sagaEnding)) {
    return lines.flatMap((text, index) => {
      const name = /\breceived\((?:\w+\.)*(\w+),/.exec(text)?.[1];
      return name === undefined ? [] : [[kebabCase(name), { file, line: index + 1 }] as const];
    });
  }
  const name = path.split(sep).at(-1)?.slice(0, -handlerEnding.length) ?? '';
  const line = lines.findIndex((text) => /^export (?:default )?(?:abstract )?class /.test(text)) + 1;
  return [[name, { file, line: Math.max(line, 1) }]];
};

/** `order-placed` for `ORDER_PLACED` and `orderPlaced` */
const kebabCase = (name: string): string =>
  pascalCase(name)
    .replaceAll(/(?<=[\p{Ll}\p{N}])(?=\p{Lu})/gu, '-')
    .toLowerCase();
