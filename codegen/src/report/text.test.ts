import type { Finding } from './finding.js';
import { findingsAsText } from './text.js';

const finding: Finding = {
  rule: 'operation-action',
  severity: 'error',
  file: 'asyncapi/order-service.yaml',
  line: 13,
  column: 13,
  endColumn: 20,
  message: '"publish" is not an action; AsyncAPI 3 has "send" and "receive".',
  fix: 'write "send": this service publishes to the channel',
};
const source = `${'#\n'.repeat(11)}  publishOrder:\n    action: publish\n`;

const plain = (findings: readonly Finding[], text: string | undefined): string =>
  findingsAsText(findings, { sourceOf: () => text, isColoured: false });

test('shows the place, the rule, the line before, the line, a caret and what to write', () => {
  expect(plain([finding], source)).toBe(
    `asyncapi/order-service.yaml:13:13: error operation-action: "publish" is not an action; AsyncAPI 3 has "send" and "receive".
  12 |   publishOrder:
  13 |     action: publish
     |             ^^^^^^^   write "send": this service publishes to the channel
`,
  );
});

test('separates findings by an empty line and prints nothing for none', () => {
  expect(plain([finding, finding], source).split('\n\n')).toHaveLength(2);
  expect(plain([], source)).toBe('');
});

test('keeps message and fix when the file cannot be shown', () => {
  expect(plain([finding], undefined)).toBe(
    `asyncapi/order-service.yaml:13:13: error operation-action: "publish" is not an action; AsyncAPI 3 has "send" and "receive".
  write "send": this service publishes to the channel
`,
  );
});

test('stands under its letter behind tabs and on Windows line ends', () => {
  const { fix: _fix, ...bare } = finding;
  const text = plain([{ ...bare, line: 1, column: 2, endColumn: 4 }], '\tab: c\r\nd: e\r\n');
  expect(text.split('\n').slice(1, 3)).toEqual(['  1 | \tab: c', '    | \t^^']);
});

test('marks the rest of the line when a finding ends on another line', () => {
  const { endColumn: _endColumn, fix: _fix, ...open } = finding;
  expect(plain([{ ...open, line: 1, column: 3 }], 'a: {x: 1, \n y: 2}').split('\n')[2]).toBe('    |   ^^^^^^^');
});

test('shows a part of a very long line', () => {
  const line = `${'a'.repeat(5_000)}: HERE${'b'.repeat(5_000)}`;
  const [, shown = '', caret = ''] = plain([{ ...finding, line: 1, column: 5_003, endColumn: 5_007 }], line).split(
    '\n',
  );
  expect(shown.length).toBeLessThan(200);
  expect(shown.slice(caret.indexOf('^'), caret.lastIndexOf('^') + 1)).toBe('HERE');
});

test('uses colour only when asked to', () => {
  expect(findingsAsText([finding], { sourceOf: () => source, isColoured: true })).toContain(
    '\u001B[31merror\u001B[39m',
  );
});
