/** A temporary folder of generated code, compiled as strictly as TypeScript can and run by plain node. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { EmittedFile } from '../../codegen/src/emit/emitted-file.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

export class CompiledFolder {
  #folder: string | undefined;

  /** Adds `files` to what is there. @returns the modules that came out @throws with the compiler's complaints */
  async compile(files: readonly EmittedFile[]): Promise<readonly string[]> {
    const folder = await this.#made();
    await Promise.all(files.map((file) => write(folder, file)));
    const compiler = join(root, 'node_modules/typescript/bin/tsc');
    await run(process.execPath, [compiler, '-p', folder]).catch((error: { stdout?: string }) => {
      throw new Error(error.stdout?.slice(0, 4_000), { cause: error });
    });
    const names = await readdir(join(folder, 'dist'), { recursive: true });
    return names.filter((name) => name.endsWith('.js'));
  }

  /** Runs a module among the compiled ones. @returns what it printed with `print` */
  async inNode<Result>(script: string, input: unknown = null): Promise<Result> {
    const folder = join(await this.#made(), 'dist');
    await writeFile(join(folder, 'input.json'), JSON.stringify(input));
    const before = `import { readFileSync, writeFileSync } from 'node:fs';
      const input = JSON.parse(readFileSync('input.json', 'utf8'));
      const print = (value) => writeFileSync('output.json', JSON.stringify(value));
      print(null);`;
    await writeFile(join(folder, 'script.mjs'), `${before}\n${script}`);
    await run(process.execPath, ['script.mjs'], { cwd: folder });
    // The script's own words, which only its caller knows.
    return JSON.parse(await readFile(join(folder, 'output.json'), 'utf8')) as Result;
  }

  async remove(): Promise<void> {
    if (this.#folder !== undefined) await rm(this.#folder, { recursive: true });
  }

  async #made(): Promise<string> {
    if (this.#folder !== undefined) return this.#folder;
    this.#folder = await mkdtemp(join(tmpdir(), 'streampact-documents-'));
    await write(this.#folder, { path: 'package.json', text: '{ "type": "module" }' });
    await write(this.#folder, {
      path: 'tsconfig.json',
      text: JSON.stringify({ compilerOptions, include: ['*/**/*'] }),
    });
    await symlink(join(root, 'node_modules'), join(this.#folder, 'node_modules'));
    return this.#folder;
  }
}

const write = async (folder: string, { path, text }: EmittedFile): Promise<void> => {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
};

const compilerOptions = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  noImplicitOverride: true,
  verbatimModuleSyntax: true,
  skipLibCheck: true,
  allowJs: true,
  module: 'nodenext',
  target: 'es2022',
  rootDir: '.',
  outDir: 'dist',
  types: [],
};
