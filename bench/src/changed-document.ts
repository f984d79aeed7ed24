/** A large document before and after ten changes, on disk, as two releases of it. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { syntheticContracts } from '@streampact/codegen';

export interface TwoReleases {
  /** Folders of contracts. */
  readonly previous: string;
  readonly current: string;
}

/** What is written in YAML, and what is written instead; each once, in different messages. */
const changes: readonly (readonly [string, string])[] = [
  ['            maxLength: 2000\n', '            maxLength: 1000\n'],
  ['              - HELD\n', ''],
  ['              - DONE\n', '              - DONE\n              - GONE\n'],
  ['          customerEmail:\n', '          customerMail:\n'],
  ['            maximum: 100\n', '            maximum: 50\n'],
  ['            uniqueItems: true\n', ''],
  ['            exclusiveMinimum: 0\n', '            minimum: 0\n'],
  ['          - total\n        properties:\n', '        properties:\n'],
  ['            format: uri\n', '            format: uri-reference\n'],
  [
    '              minLength: 1\n              maxLength: 64\n',
    '              minLength: 2\n              maxLength: 64\n',
  ],
];

export const changesCount = changes.length;

export const writeTwoReleases = async (folder: string, messages: number): Promise<TwoReleases> => {
  const files = syntheticContracts({ messages, perDocument: messages });
  const releases = { previous: join(folder, 'previous'), current: join(folder, 'current') };
  for (const [name, text] of Object.entries(files)) {
    await write(join(releases.previous, name), text);
    await write(join(releases.current, name), name.startsWith('shared/') ? text : changed(text));
  }
  return releases;
};

const write = async (file: string, text: string): Promise<void> => {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
};

/** The first change in the first message that has the place, the second one in the second, and so on: no message has two. */
const changed = (text: string): string => {
  let done = text;
  for (const [index, [before, after]] of changes.entries()) {
    const at = nthIndexOf(done, before, index);
    if (at < 0) throw new Error(`The document has no ${index + 1} times ${JSON.stringify(before)}.`);
    done = done.slice(0, at) + after + done.slice(at + before.length);
  }
  return done;
};

const nthIndexOf = (text: string, part: string, index: number): number => {
  let at = text.indexOf(part);
  for (let count = 0; count < index && at >= 0; count++) at = text.indexOf(part, at + 1);
  return at;
};
