/** Runs the program itself, because what counts is what a shell sees: both outputs and the exit code. */
import { streampact } from '../testing/streampact.js';

test('lists every rule and every other finding with a sentence', () => {
  const { status, stdout, stderr } = streampact('rules');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/^ {2}key-declared \(error, not in profile any\)\n {6}\S.*\.$/m);
  expect(stdout).toMatch(/^ {2}past-tense \(warning, .*\)\n {6}\S.*\.$/m);
  expect(stdout).toMatch(/^ {2}unresolved-reference \(when a document is read\)\n {6}\S.*\.$/m);
});

test('shows one rule to programs', () => {
  const { stdout } = streampact('rules', 'key-declared', '--format', 'json');
  expect(JSON.parse(stdout)).toMatchObject([{ id: 'key-declared', origin: 'lint', severity: 'error' }]);
});

test('says which rule was probably meant', () => {
  expect(streampact('rules', 'key-decleared')).toEqual({
    status: 2,
    stdout: '',
    stderr: 'There is no rule "key-decleared"; did you mean "key-declared"?\n',
  });
});
