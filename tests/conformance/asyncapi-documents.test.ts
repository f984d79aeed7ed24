/**
 * Goal: code can be made from documents that nobody wrote for us, and it is right. Method: every AsyncAPI document of a folder
 * of documents by others (examples of the specification, fixtures of the converter) goes the whole way. The code of all of
 * them is compiled at once, as strictly as TypeScript can; its test factories generate events, these are mutated in every
 * place, and the generated validators must say of each what ajv says of the document at run time.
 */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkContracts } from '../../codegen/src/commands/check-contracts.js';
import { ContractNames } from '../../codegen/src/emit/contract-names.js';
import { emitContracts } from '../../codegen/src/emit/emit-contracts.js';
import type { EmittedFile } from '../../codegen/src/emit/emitted-file.js';
import type { OwnMessage } from '../../codegen/src/emit/folder-names.js';
import { loadContracts } from '../../codegen/src/load/load-contracts.js';
import type { ContractSet } from '../../codegen/src/model/contract.js';
import { type Finding, hasErrors } from '../../codegen/src/report/finding.js';
import { AjvOracle } from './ajv-oracle.js';
import { CompiledFolder } from './compiled-folder.js';
import { type Json, mutated } from './mutated.js';

const documents = fileURLToPath(new URL('../../../shared/data/asyncapi', import.meta.url));

const isThere = existsSync(documents);
if (!isThere) console.warn('Documents by others are not tried: ../shared/data/asyncapi is not there.');

/** What the documents that are refused lack themselves, and how many lack it; AsyncAPI's own parser refuses them too. */
const refusals: readonly (readonly [reason: RegExp, count: number])[] = [
  [/^Version "2\.0\.0-rc[12]" is not supported\./, 8],
  [/^"https:\/\/example\.com\/message" is on the network/, 4],
  [/^"#\/components\/schemas\/lightMeasuredPayload" leads nowhere/, 2],
  [/^Property "name" is not expected to be here\./, 2],
  [/^Object must have required property "info"\./, 1],
  [/^The document has no "info", without which it cannot be converted/, 1],
];

interface Generated {
  readonly file: string;
  readonly contracts: ContractSet;
  readonly findings: readonly Finding[];
  /** Empty if there are errors. */
  readonly files: readonly EmittedFile[];
}

const generated: Generated[] = [];

/** AsyncAPI's parser takes most of the time, and says the same the second time. */
const conformance = new Map<string, readonly Finding[]>();

const code = new CompiledFolder();

/** Events by the number of the document and the property of the message. */
let events: Readonly<Record<string, Readonly<Record<string, readonly Json[]>>>> = {};

beforeAll(async () => {
  if (!isThere) return;
  for (const file of await documentsIn(documents)) generated.push(await generate(file));
}, 300_000);

afterAll(() => code.remove());

const generate = async (file: string): Promise<Generated> => {
  const { contracts, findings } = await loadContracts(join(documents, file), { profile: 'any' });
  const checked = await checkContracts({ contracts, findings }, conformance);
  if (hasErrors(checked)) return { file, contracts, findings: checked, files: [] };
  const emitted = await emitContracts(contracts);
  return { file, contracts, findings: [...checked, ...emitted.findings], files: emitted.files };
};

const documentsIn = async (folder: string): Promise<readonly string[]> => {
  const names = await readdir(folder, { recursive: true });
  const found = names.filter((name) => /\.(?:ya?ml|json)$/.test(name)).toSorted();
  const texts = await Promise.all(found.map((name) => readFile(join(folder, name), 'utf8')));
  return found.filter((_name, index) => /^\s*['"]?asyncapi['"]?\s*:/m.test(texts[index] ?? ''));
};

(isThere ? describe : describe.skip)('documents by others', () => {
  test('are refused only for what they lack themselves', () => {
    const reasons = generated.flatMap(
      ({ findings }) => findings.find(({ severity }) => severity === 'error')?.message ?? [],
    );
    const counts = refusals.map(([reason]) => [reason, reasons.filter((message) => reason.test(message)).length]);
    expect(counts).toEqual(refusals);
    expect(reasons).toHaveLength(refusals.reduce((sum, [, count]) => sum + count, 0));
    expect(generated.length - reasons.length).toBeGreaterThanOrEqual(90);
  });

  test('give the same bytes again', async () => {
    for (const { file, files } of generated) expect((await generate(file)).files).toEqual(files);
  }, 300_000);

  test('give code that compiles without a complaint, and that plain node imports', async () => {
    const files = generated.flatMap((one, index) =>
      one.files.map(({ path, text }) => ({ path: `${index}/${path}`, text })),
    );
    const modules = await code.compile(files);
    expect(modules.length).toBeGreaterThan(generated.length);
    await code.inNode(`for (const name of ${JSON.stringify(modules)}) await import('./' + name);`);
  }, 300_000);

  test('give factories whose events fit the generated types', async () => {
    events = await code.inNode(sampleAll, folders());
    const literals = allMessages().flatMap(({ index, service, own: { property, payload } }) => {
      const samples = events[index]?.[property] ?? [];
      return samples.slice(0, 3).map((event, number) => ({
        path: `${index}/literal-${property}-${number}.ts`,
        text: `import type { ${payload} } from './${service}/index.js';\nexport const event: ${payload} = ${JSON.stringify(event)};\n`,
      }));
    });
    const empty = allMessages().filter(({ index, own }) => events[index]?.[own.property]?.length === 0);
    // Whatever is valid of one form of their "oneOf" is valid of the other: it is the same document in three versions.
    expect(empty.map(({ own }) => own.message.name)).toEqual(['testMessages', 'testMessages', 'testMessages']);
    expect(literals.length).toBeGreaterThan(300);
    await code.compile(literals);
  }, 300_000);

  test('give validators that say what ajv says of the document', async () => {
    const wanted = allMessages().flatMap(({ index, own }) => {
      const validate = oracles(index).validatorOf(own.message);
      const samples = events[index]?.[own.property] ?? [];
      if (validate === undefined) return [];
      const instances = [...samples, ...samples.slice(0, 3).flatMap(mutated)];
      return [
        {
          index,
          property: own.property,
          valid: samples.length,
          instances,
          verdicts: instances.map((one) => validate(one)),
        },
      ];
    });
    const judged: readonly Verdicts[] = await code.inNode(judgeAll, { folders: folders(), wanted });
    const all = wanted.flatMap((one, at) =>
      one.instances.map((instance, number) => ({
        message: `${generated[one.index]?.file ?? ''} ${one.property}`,
        instance,
        expected: { reader: one.verdicts[number], writer: number < one.valid || undefined },
        found: {
          reader: judged[at]?.reader[number],
          writer: (number < one.valid && judged[at]?.writer[number]) || undefined,
        },
      })),
    );
    expect(all.length).toBeGreaterThan(5_000);
    expect(all.some(({ expected }) => !expected.reader)).toBe(true);
    expect(
      all.filter(({ expected, found }) => expected.reader !== found.reader || expected.writer !== found.writer),
    ).toEqual([]);
  }, 300_000);
});

interface Verdicts {
  readonly reader: readonly boolean[];
  readonly writer: readonly boolean[];
}

const allMessages = (): readonly { readonly index: number; readonly service: string; readonly own: OwnMessage }[] =>
  generated.flatMap(({ contracts, files }, index) => {
    const [document] = contracts.documents;
    if (files.length === 0 || document === undefined) return [];
    const { service } = document;
    return new ContractNames(contracts).folder(service).messages.map((own) => ({ index, service, own }));
  });

const folders = (): Readonly<Record<number, string>> =>
  Object.fromEntries(allMessages().map(({ index, service }) => [index, `./${index}/${service}`]));

const oracles = (index: number): AjvOracle => {
  const one = generated[index];
  if (one === undefined) throw new Error(`There is no document ${index}.`);
  return new AjvOracle(one.contracts);
};

/** Scripts for plain node; `input` is what is given to them, `print` takes what they find. */
const sampleAll = `
  import fc from 'fast-check';
  // Of some schemas nothing is valid, such as of a "oneOf" whose forms differ in nothing that they require.
  const sample = (arbitrary) => {
    try {
      return fc.sample(arbitrary, { seed: 1, numRuns: 12 });
    } catch (error) {
      if (error.code !== 'NO_VALID_VALUE') throw error;
      return [];
    }
  };
  const events = {};
  for (const [index, folder] of Object.entries(input)) {
    const { arbitraries } = await import(folder + '/testing.js');
    events[index] = Object.fromEntries(Object.entries(arbitraries).map(([name, arbitrary]) => [name, sample(arbitrary)]));
  }
  print(events);
`;

const judgeAll = `
  const judged = [];
  for (const { index, property, instances } of input.wanted) {
    const { messages } = await import(input.folders[index] + '/messages.js');
    const { validateRead, validateWrite } = messages[property];
    judged.push({ reader: instances.map((one) => validateRead(one)), writer: instances.map((one) => validateWrite(one)) });
  }
  print(judged);
`;
