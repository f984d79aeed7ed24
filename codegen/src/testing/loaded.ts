/** For tests: contracts from texts. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadContracts, type LoadedContracts, type LoadOptions } from '../load/load-contracts.js';

/** Loads the folder of `files`, or only `input` of them. File names in what it returns begin behind that folder. */
export const loaded = async (
  files: Readonly<Record<string, string>>,
  options: LoadOptions & { readonly input?: string } = {},
): Promise<LoadedContracts> => {
  const folder = await mkdtemp(join(tmpdir(), 'streampact-load-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    }
    const { contracts, findings } = await loadContracts(join(folder, options.input ?? ''), options);
    const short = (text: string): string => text.replaceAll(`${folder}/`, '');
    return {
      contracts,
      findings: findings.map((finding) => ({
        ...finding,
        file: short(finding.file),
        message: short(finding.message),
        ...(finding.fix === undefined ? {} : { fix: short(finding.fix) }),
      })),
    };
  } finally {
    await rm(folder, { recursive: true });
  }
};

/** As people read them: file, line, column, rule. */
export const placesOf = ({ findings }: LoadedContracts): readonly string[] =>
  findings.map(({ file, line, column, rule }) => `${file}:${line}:${column} ${rule}`);
