/** Goal: what every command has in common is so. Method: the program itself, because exit codes and both outputs are what a shell sees. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { streampact, streampactIn } from '../../codegen/src/testing/streampact.js';

const commands = [
  'generate',
  'lint',
  'breaking',
  'release',
  'changelog',
  'docs',
  'models',
  'acl',
  'test',
  'rules',
  'doctor',
  'init',
  'migrate',
];

test('every command is listed, and tells its exit codes and two examples', () => {
  const { stdout } = streampact('--help');
  const listed = [...stdout.matchAll(/^ {2}([a-z]+) \[options\]/gm)].map(([, name]) => name);
  expect(listed).toEqual(commands);
  for (const command of commands) {
    const { status, stdout: help } = streampact(command, '--help');
    expect({ command, status }).toEqual({ command, status: 0 });
    expect(help).toContain('Exit code: 0 ');
    const [, examples = ''] = help.split('Examples:\n');
    expect(examples.match(/^ {2}.*\bstreampact\b/gm)).toHaveLength(2);
  }
});

test('a slip of the keyboard is told what was probably meant, with exit code 2 and nothing on stdout', () => {
  expect(streampact('genrate')).toEqual({
    status: 2,
    stdout: '',
    stderr: "error: unknown command 'genrate'\n(Did you mean generate?)\n",
  });
  expect(streampact('lint', '--formt', 'json')).toEqual({
    status: 2,
    stdout: '',
    stderr: "error: unknown option '--formt'\n(Did you mean --format?)\n",
  });
});

test('ends quietly when its reader has read enough', () => {
  const main = join(process.cwd(), 'codegen/bin/streampact.js');
  // The reader is gone before the first word.
  const { stderr } = spawnSync('sh', ['-c', '(sleep 1; "$0" "$1" rules) | true', process.execPath, main], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
});

test('prints its version', () => {
  expect(streampact('--version')).toMatchObject({ status: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
});

test('init leaves a folder that is not empty as it is and names what is there; .git does not count', () => {
  const folder = mkdtempSync(join(tmpdir(), 'streampact-command-line-'));
  mkdirSync(join(folder, '.git'));
  expect(streampactIn({ folder }, 'init', '.', '--dry-run')).toMatchObject({ status: 0, stderr: '' });
  for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) writeFileSync(join(folder, name), '');
  const { status, stdout, stderr } = streampactIn({ folder }, 'init', '.');
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain('. is not empty: there is a, b, c, d, e and 2 more. Nothing was written');
  expect(readdirSync(folder)).toHaveLength(8);
  rmSync(folder, { recursive: true });
});
