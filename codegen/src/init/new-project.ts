/** The files of a new project: the template that is shipped with the generator, and a package.json for it. */
import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageJson, type PackageSources } from './package-json.js';

export interface ProjectFile {
  /** Relative to the project, with `/`. */
  readonly path: string;
  readonly text: string;
}

const template = fileURLToPath(new URL('../../templates/service', import.meta.url));

/** Sorted by path. @param name of the package */
export const newProject = async (name: string, sources: PackageSources): Promise<readonly ProjectFile[]> => {
  const entries = await readdir(template, { recursive: true, withFileTypes: true });
  const copied = entries
    .filter((entry) => entry.isFile())
    .map(async (entry): Promise<ProjectFile> => {
      const file = join(entry.parentPath, entry.name);
      const path = file
        .slice(template.length + 1)
        .split(sep)
        .join('/');
      return { path, text: await readFile(file, 'utf8') };
    });
  const files = [
    ...(await Promise.all(copied)),
    // npm leaves a file of this name out of packages.
    { path: '.gitignore', text: 'node_modules/\ndist/\n' },
    { path: 'package.json', text: packageJson(name, sources) },
  ];
  return files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
};
