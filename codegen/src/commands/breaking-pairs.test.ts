/** Runs the program itself, because what counts is what a shell sees: both outputs and the exit code. */
import { inFolder } from '../testing/in-folder.js';
import { type Ended, streampactIn } from '../testing/streampact.js';

const compared = async (file: unknown, ...options: readonly string[]): Promise<Ended> =>
  inFolder({ 'pairs.json': typeof file === 'string' ? file : JSON.stringify(file) }, async (folder) =>
    streampactIn({ folder }, 'breaking', '--pairs', 'pairs.json', ...options),
  );

const object = (properties: object): object => ({ type: 'object', properties });
const renamed = { id: 'renamed', old: object({ a: { type: 'string' } }), new: object({ b: { type: 'integer' } }) };
const widened = { id: 'widened', old: { type: 'integer' }, new: { type: 'number' } };

test('prints a verdict for each direction of each pair, and ends with 1 if one breaks', async () => {
  const { status, stdout } = await compared([widened], '--policy', 'strict', '--format', 'json');
  expect(JSON.parse(stdout)).toEqual([
    {
      id: 'widened',
      backward: { verdict: 'COMPATIBLE' },
      forward: {
        verdict: 'BREAKING',
        witness: expect.any(Number),
        rule: 'TYPE_CHANGED',
        reason: 'The reader refuses it: must be integer.',
      },
      ms: expect.any(Number),
    },
  ]);
  expect(status).toBe(1);
});

test('ends with 0 if nothing breaks', async () => {
  const { status, stderr } = await compared([{ ...widened, new: { type: ['integer'] } }]);
  expect(status).toBe(0);
  expect(stderr).toMatch(/^1 pair compared in \d+ ms, both ways: 2 compatible, 0 breaking, 0 unknown\.\n$/);
});

test('knows what writers refuse to write only where events are compared', async () => {
  const verdicts = async (policy: string): Promise<unknown> => {
    const [pair] = JSON.parse((await compared([renamed], '--policy', policy, '--format', 'json')).stdout) as [
      { backward: { verdict: string }; forward: { verdict: string } }, // one pair was given
    ];
    return [pair.backward.verdict, pair.forward.verdict];
  };
  expect(await verdicts('event')).toEqual(['COMPATIBLE', 'COMPATIBLE']);
  expect(await verdicts('strict')).toEqual(['BREAKING', 'BREAKING']);
});

test('prints lines to people', async () => {
  const { stdout } = await compared({ cases: [renamed, widened] }, '--policy', 'strict');
  const lines = stdout.split('\n');
  expect(lines[0]).toMatch(
    /^renamed {2}backward {2}BREAKING {2}TYPE_CHANGED {2}\{"b":.*\} {2}The reader refuses it: \/b /,
  );
  expect(lines[2]).toBe('widened  backward  COMPATIBLE');
});

test('a pair that is odd is unknown, and keeps nobody from the others', async () => {
  const odd: readonly (readonly [string, unknown])[] = [
    ['pattern', { pattern: '[' }],
    ['reference', { $ref: '#/nowhere' }],
    ['type', { type: 'text' }],
    ['number', 12],
    ['circle', { allOf: [{ $ref: '#' }, { type: 'string', minLength: 1 }] }],
    ['deep', JSON.parse(`${'{"not":'.repeat(3_000)}true${'}'.repeat(3_000)}`)],
  ];
  const pairs = [...odd.map(([id, schema]) => ({ id, old: { type: 'string' }, new: schema })), widened];
  for (const policy of ['strict', 'event']) {
    const { stdout, stderr } = await compared(pairs, '--policy', policy, '--format', 'json');
    const found = JSON.parse(stdout) as readonly { id: string; backward: { verdict: string; reason?: string } }[]; // printed so
    expect(found.map(({ id }) => id)).toEqual([...odd.map(([id]) => id), 'widened']);
    expect(found.at(-1)?.backward.verdict).toBe('COMPATIBLE');
    for (const { backward } of found.slice(0, 4)) {
      expect(backward).toEqual({ verdict: 'UNKNOWN', reason: expect.stringMatching(/\.$/) });
    }
    expect(stderr).not.toContain('    at ');
  }
});

test.each<[string, unknown, string]>([
  ['no JSON', '{', 'pairs.json: it is not JSON ('],
  [
    'no list',
    { pairs: [] },
    'pairs.json: it holds an object without "cases", not a list of pairs. Give a JSON file with ',
  ],
  ['no pair', [1], 'pairs.json: pair 1 of the list is 1. Give '],
  ['half a pair', [widened, { id: 'a', old: {} }], 'pairs.json: pair 2 of the list has no "new". Give '],
])('%s ends with 2 and says what it takes', async (_, file, message) => {
  const { status, stdout, stderr } = await compared(file);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain(message);
  expect(stderr.split('\n')).toHaveLength(2);
});

test('a file that is not there ends with 2', async () => {
  const ended = await inFolder({}, async (folder) => streampactIn({ folder }, 'breaking', '--pairs', 'nowhere.json'));
  expect(ended).toMatchObject({
    status: 2,
    stdout: '',
    stderr: expect.stringMatching(/^nowhere\.json: there is no such file\. /),
  });
});
