/**
 * Goal: what ajv's code loses in our hands (counters, calls, modules) is never needed. Method: random schemas and values,
 * seeded; the reader says what ajv says of the original schema at run time, and a writer accepts nothing that the reader
 * refuses. Names that every object has (`constructor`) and references in circles are among them.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { sample } from 'fast-check';
import type { JsonObject, JsonValue } from '../../model/source.js';
import { randomSchema, randomValue } from '../../testing/random-schemas.js';
import { loadSchema, verdictsOf } from '../../testing/verdicts.js';

const schemasCount = 400;
const valuesEach = 25;

/** @returns `undefined` where ajv calls a property `toString` of the data, which is no function there */
const runtime = (schema: JsonObject): ((data: JsonValue) => boolean | undefined) => {
  const ajv = new Ajv({
    strict: false,
    strictNumbers: true,
    ownProperties: true,
    validateSchema: false,
    logger: false,
  });
  addFormats.default(ajv);
  const validate = ajv.compile(schema);
  return (data) => {
    try {
      return validate(data);
    } catch {
      return undefined;
    }
  };
};

test('readers judge random values as ajv judges them by the schema as it was written', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'streampact-random-'));
  try {
    const cases = [];
    for (const [index, written] of sample(randomSchema, { numRuns: schemasCount, seed: 3 }).entries()) {
      await writeFile(join(folder, `${index}.json`), JSON.stringify(written));
      const { schema, errors } = await loadSchema(folder, `${index}.json`);
      if (schema === undefined) throw new Error(`${JSON.stringify(written)}: ${errors[0]?.message ?? ''}`);
      cases.push({ written, schema, values: sample(randomValue, { numRuns: valuesEach, seed: index }) });
    }
    const verdictOf = await verdictsOf(cases);
    const compared = cases.flatMap(({ written, values }, index) => {
      const validate = runtime(written);
      return values.map((data, at) => ({ written, data, expected: validate(data), ...verdictOf(index, at) }));
    });
    expect(compared.filter(({ reader, expected }) => expected !== undefined && reader !== expected)).toEqual([]);
    expect(compared.filter(({ reader, writer }) => writer && !reader)).toEqual([]);
    // Both answers are given often enough to mean something, and closing changes some.
    expect(compared.filter(({ reader }) => reader).length).toBeGreaterThan(compared.length / 10);
    expect(compared.filter(({ reader }) => !reader).length).toBeGreaterThan(compared.length / 10);
    expect(compared.filter(({ reader, writer }) => reader && !writer).length).toBeGreaterThan(10);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 120_000);
