/** Goal: the TypeScript on the pages compiles against the generated code. Method: all of it, in one run of the compiler. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectFolder } from '../infrastructure/compiled.js';

const events = join(projectFolder, 'generated/docs/events');

interface EventTwin {
  readonly code: { readonly publish?: string; readonly handle?: string };
}

test('every snippet of the pages compiles under the strict settings of the repository', async () => {
  await mkdir(join(projectFolder, '.streampact'), { recursive: true });
  const folder = await mkdtemp(join(projectFolder, '.streampact', 'snippets-'));
  try {
    const names = (await readdir(events)).filter((name) => name.endsWith('.json'));
    let count = 0;
    for (const name of names) {
      // The twin of a page that `streampact docs` wrote.
      const { code } = JSON.parse(await readFile(join(events, name), 'utf8')) as EventTwin;
      for (const [kind, text] of Object.entries(code)) {
        await writeFile(join(folder, `${name.replace('.json', '')}.${kind}.ts`), text);
        count += 1;
      }
    }
    expect(count).toBe(names.length * 2);
    await writeFile(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        extends: '../../tsconfig.json',
        compilerOptions: {
          composite: false,
          declaration: false,
          noEmit: true,
          allowJs: true,
          paths: {
            '@streampact/generated/*': ['../../generated/*/index.ts'],
            '@streampact/runtime': ['../../runtime/src/index.ts'],
          },
        },
        files: [],
        include: ['*.ts'],
        references: [],
      }),
    );
    const tsc = join(projectFolder, 'node_modules/typescript/bin/tsc');
    const { stdout } = await promisify(execFile)(process.execPath, [tsc, '-p', folder]).catch(
      (error: { stdout: string }) => error,
    );
    expect(stdout).toBe('');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
