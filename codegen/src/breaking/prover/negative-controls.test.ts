/**
 * Goal: the cases of the prover would show its bugs. Method: each seeded bug changes one file of a copy of the prover, and that
 * copy must answer some case wrongly. The copy without a bug is right everywhere. A plain node asks all copies, one by one.
 */
import { execFile } from 'node:child_process';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { compiledModule, modulesFrom } from '../../testing/compiled-modules.js';
import { inFolder } from '../../testing/in-folder.js';
import { type SeededBug, seededBugs } from '../../testing/prover-cases/seeded-bugs.js';

const run = promisify(execFile);

const folderOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
/** All copies take some ten seconds, and more beside other tests. */
const timeoutMs = 300_000;

const entry = 'testing/prover-cases/mistakes';

const script = `
const mistakes = [];
for (let copy = 0; copy < Number(process.argv[2]); copy += 1) {
  const { allMistakes } = await import(\`./\${copy}/${entry}.js\`);
  mistakes.push(allMistakes());
}
process.stdout.write(JSON.stringify(mistakes));
`;

let mistakes: readonly (readonly string[])[];

beforeAll(async () => {
  const modules = await modulesFrom(folderOf('../../'), entry);
  /** @param changed compiled modules by path */
  const copy = (changed: Readonly<Record<string, string>>, index: number): readonly (readonly [string, string])[] =>
    modules.map(({ path, compiled }) => [`${index}/${path}.js`, changed[path] ?? compiled]);
  const seeded = ({ file, find, replace }: SeededBug): Readonly<Record<string, string>> => {
    const path = `breaking/prover/${file.replace(/\.ts$/, '')}`;
    const parts = modules.find((one) => one.path === path)?.source.split(find) ?? [];
    if (parts.length === 2) return { [path]: compiledModule(parts.join(replace)) };
    throw new Error(`${file} must have this once, and has it ${parts.length - 1} times; write the bug anew: ${find}`);
  };
  const copies = [{}, ...seededBugs.map(seeded)].flatMap(copy);
  const files = { ...Object.fromEntries(copies), 'package.json': '{ "type": "module" }', 'script.js': script };
  mistakes = await inFolder(files, async (folder) => {
    await symlink(folderOf('../../../../node_modules'), join(folder, 'node_modules'));
    const { stdout } = await run(process.execPath, ['script.js', String(seededBugs.length + 1)], { cwd: folder });
    return JSON.parse(stdout) as readonly (readonly string[])[]; // what the script prints
  });
}, timeoutMs);

test('the prover makes no mistake', () => {
  expect(mistakes[0]).toEqual([]);
});

test.each(seededBugs.map(({ name }, index) => [name, index + 1] as const))('a case shows that %s', (_, copy) => {
  expect(mistakes[copy]).not.toEqual([]);
});
