/** Goal: what every command of streampact-ops has in common is so. */
import { tmpdir } from 'node:os';
import { runOps } from '../../runtime/src/commands/program.js';

const run = async (...argv: readonly string[]): Promise<{ exitCode: number; stdout: string; stderr: string }> => {
  let stdout = '';
  let stderr = '';
  const exitCode = await runOps(argv, {
    environment: {},
    folder: tmpdir(),
    print: (text) => (stdout += text),
    say: (text) => (stderr += text),
  });
  return { exitCode, stdout, stderr };
};

const changing = [
  'streams pause',
  'streams resume',
  'streams rewind',
  'streams rebase',
  'streams dead-letters replay',
  'streams dead-letters discard',
  'sagas retry',
];
const reading = [
  'streams status',
  'streams verify',
  'streams audit',
  'streams dead-letters list',
  'streams dead-letters show',
  'sagas list',
  'sagas show',
];

test.each([...changing, ...reading])('"%s" tells its exit codes, where it looks, and two examples', async (command) => {
  const { exitCode, stdout } = await run(...command.split(' '), '--help');
  expect(exitCode).toBe(0);
  expect(stdout).toContain('Exit code: 0 ');
  expect(stdout).toContain('STREAMPACT_DATABASES=');
  expect(stdout).toContain('--json');
  const [, examples = ''] = stdout.split('Examples:\n');
  expect(examples.match(/^ {2}.*\bstreampact-ops\b/gm)).toHaveLength(2);
});

test.each(changing)('"%s" can be tried without changing anything', async (command) => {
  expect((await run(...command.split(' '), '--help')).stdout).toContain('--dry-run');
});

test('every command is listed', async () => {
  const listed: string[] = [];
  for (const group of ['streams', 'streams dead-letters', 'sagas']) {
    const { stdout } = await run(...group.split(' '), '--help');
    for (const [, name = ''] of stdout.matchAll(/^ {2}([a-z-]+) \[options\]/gm)) listed.push(`${group} ${name}`);
  }
  expect(listed.toSorted()).toEqual([...changing, ...reading].toSorted());
});

test('a slip of the keyboard is told what was probably meant, with exit code 2 and nothing on stdout', async () => {
  expect(await run('stream')).toEqual({
    exitCode: 2,
    stdout: '',
    stderr: "error: unknown command 'stream'\n(Did you mean streams?)\n",
  });
  expect(await run('streams', 'status', '--jsn')).toEqual({
    exitCode: 2,
    stdout: '',
    stderr: "error: unknown option '--jsn'\n(Did you mean --json?)\n",
  });
});
