/** Runs generated code as users do: compiled, by a node that knows nothing of this project. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { ts } from 'ts-morph';
import type { EmittedFile } from '../emit/emitted-file.js';

const run = promisify(execFile);

/** Compiles `files` into a folder of their own, runs `script` there as an ES module and returns what it printed. */
export const inPlainNode = async (files: readonly EmittedFile[], script: string): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'streampact-emitted-'));
  try {
    const modules = files.filter(({ path }) => /\.(ts|js)$/.test(path) && !path.endsWith('.d.ts')).map(compiled);
    for (const { path, text } of [...modules, { path: 'package.json', text: '{ "type": "module" }' }]) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    await writeFile(join(folder, 'script.mjs'), script);
    const { stdout } = await run(process.execPath, ['script.mjs'], { cwd: folder });
    return stdout;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** The modules that `inPlainNode` puts there, as an import names them. */
export const moduleNames = (files: readonly EmittedFile[]): readonly string[] =>
  files
    .filter(({ path }) => /\.(ts|js)$/.test(path) && !path.endsWith('.d.ts'))
    .map(({ path }) => `./${path.replace(/\.ts$/, '.js')}`);

const compiled = ({ path, text }: EmittedFile): EmittedFile => {
  if (path.endsWith('.js')) return { path, text };
  const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022, verbatimModuleSyntax: true };
  return { path: path.replace(/\.ts$/, '.js'), text: ts.transpileModule(text, { compilerOptions }).outputText };
};
