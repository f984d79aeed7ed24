/** `streampact init`: a new project with one document and one service that runs. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { Argument, Command } from 'commander';
import { newProject } from '../init/new-project.js';
import type { PackageSources } from '../init/package-json.js';
import { counted } from './changes.js';

interface InitOptions {
  /** Folder of what `npm pack` wrote. */
  readonly packages?: string;
  readonly dryRun: boolean;
}

export const initCommand = (): Command =>
  new Command('init')
    .description(
      'Begin a new project: one AsyncAPI document and a NestJS service that publishes and handles its event.',
    )
    .addArgument(new Argument('<folder>', 'where to; it must not exist or be empty'))
    .option('--packages <folder>', 'take @streampact/codegen and @streampact/runtime from tarballs of npm pack there')
    .option('--dry-run', 'write nothing; list what would be written', false)
    .addHelpText('after', help)
    .action(async (folder: string, options: InitOptions) => {
      process.exitCode = await init(folder, options);
    });

const help = `
Exit code: 0 written, 2 could not run.

Examples:
  streampact init hello
  streampact init ../hello --packages dist/packages
`;

/** @returns the exit code */
export const init = async (folder: string, { packages, dryRun }: InitOptions): Promise<0 | 2> => {
  const names = await readdir(folder).catch((error: unknown) => (codeOf(error) === 'ENOENT' ? [] : undefined));
  // A repository that was just made is as good as an empty folder.
  const there = names?.filter((name) => name !== '.git').toSorted();
  if (there === undefined || there.length > 0) {
    const what = there === undefined ? 'is no folder that can be read' : `is not empty: there is ${listOf(there)}`;
    process.stderr.write(`${folder} ${what}. Nothing was written; give a new folder.\n`);
    return 2;
  }
  const sources = packages === undefined ? await ownVersions() : await tarballs(packages, folder);
  if (typeof sources === 'string') {
    process.stderr.write(`${sources}\n`);
    return 2;
  }
  const files = await newProject(nameOf(folder), sources);
  for (const { path, text } of files) {
    if (dryRun) {
      process.stdout.write(`${join(folder, path)}: would be written\n`);
      continue;
    }
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  if (!dryRun)
    process.stdout.write(
      `${counted(files.length, 'file')} in ${folder}. Go on with: cd ${folder} && npm install; then see README.md\n`,
    );
  return 0;
};

const shownMax = 5;
const listOf = (names: readonly string[]): string =>
  names.slice(0, shownMax).join(', ') + (names.length > shownMax ? ` and ${names.length - shownMax} more` : '');

/** What npm takes as the name of a package. */
const nameOf = (folder: string): string =>
  basename(resolve(folder))
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]+/g, '-')
    .replaceAll(/^-+|-+$/g, '') || 'hello';

/** Both packages are released together. */
const ownVersions = async (): Promise<PackageSources> => {
  const text = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  const { version } = JSON.parse(text) as { version: string }; // our own package.json
  return { codegen: version, runtime: version };
};

/** @returns what is wrong, if something is */
const tarballs = async (packages: string, folder: string): Promise<PackageSources | string> => {
  const names = await readdir(packages).catch(() => []);
  const source = (name: string): string | undefined => {
    const file = names.find((one) => one.startsWith(`streampact-${name}-`) && one.endsWith('.tgz'));
    if (file === undefined) return undefined;
    return `file:${relative(resolve(folder), resolve(packages, file)).split(sep).join('/')}`;
  };
  const [codegen, runtime] = [source('codegen'), source('runtime')];
  if (codegen !== undefined && runtime !== undefined) return { codegen, runtime };
  return (
    `${packages} holds no tarballs of @streampact/codegen and @streampact/runtime. ` +
    `Write them with: npm pack -w codegen -w runtime --pack-destination ${packages}`
  );
};

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
