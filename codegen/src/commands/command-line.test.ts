/** What every command has in common, seen as a shell sees it. */
import { streampact } from '../testing/streampact.js';

test.each(['generate', 'lint', 'docs', 'models', 'acl', 'test', 'init', 'migrate', 'doctor', 'rules'])(
  '%s --help shows two examples and the exit codes',
  (name) => {
    const { status, stdout } = streampact(name, '--help');
    expect(status).toBe(0);
    expect(stdout.match(new RegExp(`^  .*streampact ${name}`, 'gm'))?.length).toBeGreaterThanOrEqual(2);
    expect(stdout).toContain('Exit code: 0');
  },
  120_000,
);

test.each([
  [['genrate'], 'Did you mean generate?'],
  [['generate', '--chek'], 'Did you mean --check?'],
  [['generate', '--format', 'xml'], 'Allowed choices are text, json, github'],
  [['generate', '--target', 'typs'], '"typs" is no target; there are types, '],
  [['generate', '--watch', '--check'], 'error: --watch writes; --check and --dry-run do not: give one of them.'],
])(
  '%j ends with 2 and says what would do',
  (args, said) => {
    const { status, stdout, stderr } = streampact(...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(said);
  },
  120_000,
);
