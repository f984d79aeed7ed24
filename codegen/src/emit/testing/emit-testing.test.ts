/**
 * Imports the testing.ts of each case of testdata/emit, and of this project's contracts, and lets the validators that were
 * generated with it judge what it generates. Mutated values are judged by ajv at run time as well: both must agree.
 */
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Ajv, type ValidateFunction } from 'ajv';
import unevaluated from 'ajv/dist/vocabularies/unevaluated/index.js';
import * as fc from 'fast-check';
import { loadContracts } from '../../load/load-contracts.js';
import type { ContractSet } from '../../model/contract.js';
import type { Schema } from '../../model/schema.js';
import { emitContracts } from '../emit-contracts.js';
import { formats } from '../formats/index.js';
import { compilables, sharedId } from '../validators/compilables.js';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const testdata = join(root, 'codegen/testdata/emit');
const inputs = [join(root, 'asyncapi'), ...readdirSync(testdata).map((name) => join(testdata, name))];

type Judge = (data: unknown) => boolean;
interface Generated {
  readonly service: string;
  readonly property: string;
  readonly message: { readonly validateWrite: Judge; readonly validateRead: Judge };
  readonly arbitrary: fc.Arbitrary<unknown>;
  readonly schema: Schema;
}

let folder = '';
beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'streampact-testing-')));
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
});
afterAll(async () => rm(folder, { recursive: true, force: true }));

const generatedOf = async (input: string): Promise<readonly Generated[]> => {
  const { contracts } = await loadContracts(input);
  const { files } = await emitContracts(contracts);
  const below = join(folder, String(inputs.indexOf(input)));
  for (const { path, text } of files) {
    await mkdir(dirname(join(below, path)), { recursive: true });
    await writeFile(join(below, path), text);
  }
  const all: Generated[] = [];
  // One after the other: jest links no module twice at once.
  for (const { service } of contracts.documents) all.push(...(await ofService(contracts, below, service)));
  return all;
};

const ofService = async (contracts: ContractSet, below: string, service: string): Promise<readonly Generated[]> => {
  const at = (file: string): string => pathToFileURL(join(below, service, file)).href;
  // Both are what emitContracts wrote a moment ago.
  const { messages } = (await import(at('messages.ts'))) as { messages: Record<string, Generated['message']> };
  const { arbitraries } = (await import(at('testing.ts'))) as { arbitraries: Record<string, fc.Arbitrary<unknown>> };
  const all = contracts.documents.flatMap(({ channels }) => channels.flatMap((channel) => channel.messages));
  return Object.entries(arbitraries).flatMap(([property, arbitrary]) => {
    const message = messages[property];
    const typed = message as { type?: string } | undefined;
    const schema = all.find(({ name }) => name === typed?.type)?.payload;
    return message === undefined || schema === undefined ? [] : [{ service, property, message, arbitrary, schema }];
  });
};

const atRunTime = (schema: Schema): { readonly writer: ValidateFunction; readonly reader: ValidateFunction } => {
  const { schemas, definitions } = compilables(
    new Map([
      ['writer', { schema, mode: 'closed' }],
      ['reader', { schema, mode: 'open' }],
    ]),
  );
  const ajv = new Ajv({
    strict: false,
    validateSchema: false,
    meta: false,
    ownProperties: true,
    formats: Object.fromEntries(formats),
    unevaluated: true,
  });
  ajv.addVocabulary(unevaluated.default);
  ajv.addSchema({ definitions }, sharedId);
  return { writer: ajv.compile(schemas.get('writer') ?? false), reader: ajv.compile(schemas.get('reader') ?? false) };
};

describe.each(inputs)('generated values of %s', (input) => {
  let all: readonly Generated[] = [];
  beforeAll(async () => {
    all = await generatedOf(input);
  });

  test('are valid for the writer and the reader of their message', () => {
    expect(all.length).toBeGreaterThan(0);
    for (const { message, arbitrary } of all) {
      fc.assert(
        fc.property(arbitrary, (data) => {
          const received: unknown = JSON.parse(JSON.stringify(data));
          return message.validateWrite(received) && message.validateRead(received);
        }),
        { seed: 1, numRuns: 200 },
      );
    }
  });

  test('are judged as ajv judges them at run time when something in them is changed', () => {
    let refused = 0;
    for (const { message, arbitrary, schema } of all) {
      const { writer, reader } = atRunTime(schema);
      fc.assert(
        fc.property(arbitrary, fc.nat(), fc.jsonValue(), (data, at, other) => {
          const changed = mutated(JSON.parse(JSON.stringify(data)), at, other);
          const verdicts = { write: message.validateWrite(changed), read: message.validateRead(changed) };
          if (!verdicts.write) refused += 1;
          expect(verdicts).toEqual({ write: writer(changed), read: reader(changed) });
        }),
        { seed: 2, numRuns: 200 },
      );
    }
    expect(refused).toBeGreaterThan(0);
  });
});

/** With one place in it replaced, taken away or added. */
const mutated = (data: unknown, at: number, other: unknown): unknown => {
  if (typeof data !== 'object' || data === null) return other;
  const entries = Object.entries(data);
  const chosen = entries[at % (entries.length + 1)];
  const deeper = Math.floor(at / (entries.length + 1));
  const changed = chosen === undefined ? other : deeper % 3 === 0 ? undefined : mutated(chosen[1], deeper, other);
  const name = chosen?.[0] ?? 'undeclared';
  if (Array.isArray(data)) return chosen === undefined ? [...data, other] : data.with(Number(name), changed ?? null);
  return JSON.parse(JSON.stringify({ ...data, [name]: changed }));
};
