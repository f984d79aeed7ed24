/** A module of ours and all that it needs at run time, compiled apart, so that a test can change one of them. */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ts } from 'ts-morph';

export interface SourceModule {
  /** Below the folder that was read, with `/` and without extension. */
  readonly path: string;
  readonly source: string;
  /** An ES module. */
  readonly compiled: string;
}

/** @param entry below `folder`, without extension */
export const modulesFrom = async (folder: string, entry: string): Promise<readonly SourceModule[]> => {
  const found = new Map<string, SourceModule>();
  const pending = [entry];
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    if (found.has(path)) continue;
    const source = await readFile(join(folder, `${path}.ts`), 'utf8');
    const compiled = compiledModule(source);
    found.set(path, { path, source, compiled });
    for (const { fileName } of ts.preProcessFile(compiled).importedFiles) {
      if (fileName.startsWith('.')) pending.push(join(dirname(path), fileName.replace(/\.js$/, '')));
    }
  }
  return [...found.values()];
};

export const compiledModule = (source: string): string => {
  const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022, verbatimModuleSyntax: true };
  return ts.transpileModule(source, { compilerOptions }).outputText;
};
