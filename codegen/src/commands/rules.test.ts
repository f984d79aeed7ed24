/** Runs the program itself, because what counts is what a shell sees: both outputs and the exit code. */
import { streampact } from '../testing/streampact.js';

test('lists every rule and every other finding with a sentence', () => {
  const { status, stdout, stderr } = streampact('rules');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/^ {2}key-declared \(error, not in profile any\)\n {6}\S.*\.$/m);
  expect(stdout).toMatch(/^ {2}past-tense \(warning, .*\)\n {6}\S.*\.$/m);
  expect(stdout).toMatch(/^ {2}unresolved-reference \(when a document is read\)\n {6}\S.*\.$/m);
});

test('lists rules for two releases with what they are about and what they can break', () => {
  const { stdout } = streampact('rules');
  expect(stdout).toMatch(/^ {2}CHANNEL_REMOVED \(channel, breaking backward and forward\)\n {6}\S.*\.$/m);
  expect(stdout).toMatch(/^ {2}CHANNEL_ADDED \(channel, compatible\)\n {6}\S.*\.$/m);
});

test.each([['--json'], ['--format', 'json']])('shows one rule to programs with %s', (...options) => {
  expect(JSON.parse(streampact('rules', 'key-declared', ...options).stdout)).toMatchObject([
    { id: 'key-declared', origin: 'lint', categories: ['lint'], severity: 'error' },
  ]);
  expect(JSON.parse(streampact('rules', 'RETENTION_SHORTENED', ...options).stdout)).toMatchObject([
    { id: 'RETENTION_SHORTENED', origin: 'breaking', categories: ['breaking', 'channel'], severity: 'warning' },
  ]);
});

test('says which rule was probably meant', () => {
  expect(streampact('rules', 'key-decleared')).toEqual({
    status: 2,
    stdout: '',
    stderr: 'There is no rule "key-decleared"; did you mean "key-declared"?\n',
  });
});
