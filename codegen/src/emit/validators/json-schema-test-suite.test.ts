/**
 * Goal: validators judge as JSON Schema draft 7 says. Method: every test of the official suite goes the way of a contract
 * (file, load, model, compilable schema, module, plain node), and the reader must say what the suite says wherever ajv at
 * run time does; where ajv does not, its answer is a known limit of the compiler that we use.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import type { JsonValue } from '../../model/source.js';
import { loadSchema, verdictsOf } from '../../testing/verdicts.js';

const suite = fileURLToPath(new URL('../../../../../shared/data/json-schema-test-suite', import.meta.url));
const isThere = existsSync(suite);

interface Group {
  readonly description: string;
  readonly schema: JsonValue;
  readonly tests: readonly { readonly description: string; readonly data: JsonValue; readonly valid: boolean }[];
}

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json'))
    .toSorted();

const groupsIn = (file: string): readonly (Group & { readonly file: string })[] => {
  // The suite's own schema says so.
  const groups = JSON.parse(readFileSync(join(suite, 'draft7', file), 'utf8')) as Group[];
  return groups.map((group) => ({ ...group, file }));
};

/** The remotes of our draft, and those of none. */
const remotes = (): readonly string[] =>
  filesIn(join(suite, 'remotes')).filter((file) => file.startsWith('draft7') || !/^(?:draft|v1)/.test(file));

const runtimeVerdicts = ({ schema, tests }: Group): readonly (boolean | undefined)[] => {
  const ajv = new Ajv({ strict: false, logger: false });
  addFormats.default(ajv);
  try {
    for (const file of remotes()) {
      const text = readFileSync(join(suite, 'remotes', file), 'utf8');
      ajv.addSchema(JSON.parse(text) as object, `http://localhost:1234/${file}`);
    }
    const validate = ajv.compile(schema as object | boolean);
    return tests.map(({ data }) => validate(data));
  } catch {
    return tests.map(() => undefined);
  }
};

/** A property of this name is refused on load, with its place: no validator that ajv writes looks at it. */
const isRefusedOnPurpose = (message: string): boolean => message.startsWith('"__proto__" ');

const where = '../shared/data/json-schema-test-suite';
const suiteOrSkip = isThere ? describe : describe.skip;

suiteOrSkip(isThere ? 'JSON Schema Test Suite' : `JSON Schema Test Suite: skipped, it is not in ${where}`, () => {
  test('readers judge as the suite does, wherever ajv at run time does', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'streampact-suite-'));
    try {
      await cp(join(suite, 'remotes'), join(folder, 'vendor', 'localhost_1234'), { recursive: true });
      const groups = filesIn(join(suite, 'draft7')).flatMap(groupsIn);
      const loaded = [];
      for (const [index, group] of groups.entries()) {
        await writeFile(join(folder, `${index}.json`), JSON.stringify(group.schema));
        const { schema, errors } = await loadSchema(folder, `${index}.json`);
        loaded.push({ group, schema, errors, runtime: runtimeVerdicts(group) });
      }
      const refused = loaded.filter(
        ({ schema, errors, runtime }) =>
          schema === undefined &&
          runtime.some((verdict) => verdict !== undefined) &&
          !errors.some(({ message }) => isRefusedOnPurpose(message)),
      );
      expect(refused.map(({ group, errors }) => [nameOf(group), errors.map(({ message }) => message)])).toEqual([]);
      const judged = loaded.flatMap(({ group, schema, runtime }) =>
        schema === undefined ? [] : { group, schema, runtime, values: group.tests.map(({ data }) => data) },
      );
      const verdictOf = await verdictsOf(judged);
      const compared = judged.flatMap(({ group, runtime }, index) =>
        group.tests.map(({ description, valid }, at) => {
          const name = `${nameOf(group)}: ${description}`;
          return { name, valid, runtime: runtime[at], ...verdictOf(index, at) };
        }),
      );
      const agreed = compared.filter(({ valid, runtime }) => runtime === valid);
      const wrong = agreed.filter(({ valid, reader }) => reader !== valid).map(({ name }) => name);
      expect(wrong).toEqual([]);
      expect(compared.filter(({ reader, writer }) => writer && !reader)).toEqual([]);
      // The suite has 1,721 tests, and ajv agrees with 1,593; far fewer would mean that they are not found any more.
      expect(agreed.length).toBeGreaterThan(1_000);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }, 120_000);
});

const nameOf = ({ file, description }: { readonly file: string; readonly description: string }): string =>
  `${file}: ${description}`;
