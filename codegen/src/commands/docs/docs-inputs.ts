/** What the pages need from files: handlers of services, the style sheet and the script, the name of the package. */
import { readFile } from 'node:fs/promises';
import { join, posix, relative, resolve, sep } from 'node:path';
import type { DocsInputs } from '../../emit/docs/docs-inputs.js';
import type { ContractSet } from '../../model/contract.js';
import { exampleProblems } from './example-problems.js';
import { findHandlers } from './find-handlers.js';

export interface InputFolders {
  /** The folder of generated code. */
  readonly output: string;
  /** The folder of the pages. */
  readonly pages: string;
  readonly services: string;
  /** With `{file}` and `{line}`; without it, links are relative. */
  readonly sourceUrl: string | undefined;
}

export const docsInputs = async (contracts: ContractSet, folders: InputFolders): Promise<DocsInputs> => {
  const handlers = await findHandlers(
    folders.services,
    contracts.documents.map(({ service }) => service),
  );
  const packageName = await packageNameOf(folders.output);
  const { sourceUrl, pages } = folders;
  return {
    handlerOf: handlers,
    exampleProblems: exampleProblems(contracts),
    importOf: (service) =>
      packageName === undefined ? `./generated/${service}/index.js` : `${packageName}/${service}`,
    sourceHref: ({ file, line }) => {
      if (sourceUrl === undefined) return encoded(relative(resolve(pages), resolve(file))) + `#L${line}`;
      return sourceUrl.replaceAll('{file}', encoded(file)).replaceAll('{line}', String(line));
    },
    assets: { style: await browserFile('style.css'), script: await browserFile('docs.js') },
  };
};

/** dist/ and src/ are equally deep, so the path is the same from both. */
const browserFile = (name: string): Promise<string> =>
  readFile(new URL(`../../../src/emit/docs/browser/${name}`, import.meta.url), 'utf8');

const encoded = (path: string): string => path.split(sep).map(encodeURIComponent).join(posix.sep);

/** Name of the package that the generated folder is, as code imports it. */
const packageNameOf = async (output: string): Promise<string | undefined> => {
  try {
    const manifest: unknown = JSON.parse(await readFile(join(output, 'package.json'), 'utf8'));
    const isNamed = typeof manifest === 'object' && manifest !== null && 'name' in manifest;
    return isNamed && typeof manifest.name === 'string' ? manifest.name : undefined;
  } catch {
    return undefined; // no package of its own: the pages import it by its path
  }
};
