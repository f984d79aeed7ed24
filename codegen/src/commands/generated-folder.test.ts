import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { generatedMark } from '../emit/emitted-file.js';
import { inFolder } from '../testing/in-folder.js';
import { apply, differences } from './generated-folder.js';

const emitted = [{ path: 'orders/messages.ts', text: `// ${generatedMark}\n` }];

test.each(['taken', 'taken/below'])('says of the output %s, where taken is a file, what to do', (output) =>
  inFolder({ taken: '' }, async (folder) => {
    await expect(differences(join(folder, output), emitted)).rejects.toMatchObject({
      code: 'OUTPUT_UNWRITABLE',
      message: expect.stringMatching(
        /messages\.ts cannot be written: a file stands where one of its folders should be\. Give a folder that you may write/,
      ),
    });
  }),
);

test('says of a folder in the place of a file that it is one', () =>
  inFolder({}, async (folder) => {
    await mkdir(join(folder, 'orders/messages.ts'), { recursive: true });
    await expect(differences(folder, emitted)).rejects.toThrow(
      /messages\.ts cannot be written: a folder stands there\./,
    );
  }));

test('says the same if the file comes between looking and writing', () =>
  inFolder({}, async (folder) => {
    const changes = await differences(folder, emitted);
    await writeFile(join(folder, 'orders'), '');
    await expect(apply(folder, changes)).rejects.toMatchObject({ code: 'OUTPUT_UNWRITABLE' });
  }));

test('writes beside files that are not ours', () =>
  inFolder({ 'README.md': 'mine' }, async (folder) => {
    const here = relative(process.cwd(), folder);
    await apply(here, await differences(here, emitted));
    expect(await readFile(join(folder, 'orders/messages.ts'), 'utf8')).toBe(emitted[0]?.text);
    expect(await readFile(join(folder, 'README.md'), 'utf8')).toBe('mine');
    expect(await differences(here, emitted)).toEqual([]);
  }));
