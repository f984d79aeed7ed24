import type { Change } from './change.js';
import { reportChanges } from './report-changes.js';

const text = ['type: object', 'properties:', '  total: { type: string }'].join('\n');
const before = text.replace('string', 'number');
const sources: Readonly<Record<string, string>> = { 'now.yaml': text, 'before.yaml': before };

const change = (more: Partial<Change> = {}): Change => ({
  rule: 'TYPE_CHANGED',
  file: 'now.yaml',
  line: 3,
  column: 12,
  endColumn: 16,
  pointer: '/properties/total/type',
  previous: { file: 'before.yaml', line: 3, column: 12, pointer: '/properties/total/type' },
  message: '"total" was number and is string.',
  fix: 'add a property beside it',
  direction: 'backward',
  effect: 'breaking',
  channel: 'orders-stream',
  messageName: 'ORDER_PLACED',
  operation: 'handleOrders',
  witness: {
    part: 'payload',
    value: { total: 0 },
    violation: { instancePath: '/total', keyword: 'type', message: 'must be string' },
  },
  consequence: 'mail-service 1.3.0 refuses this event.',
  ...more,
});

const harmless = change({ rule: 'ANNOTATION_CHANGED', effect: 'compatible', direction: undefined, line: 1 });

const reported = (format: 'text' | 'json' | 'github' | 'junit', ...changes: readonly Change[]): string =>
  reportChanges(changes, { format, sourceOf: (file) => sources[file], isColoured: false });

test('shows a person both places, the event, whom it hits and the fix', () => {
  expect(reported('text', change())).toBe(
    [
      'now.yaml:3:12: breaking TYPE_CHANGED (backward): "total" was number and is string.',
      '  2 | properties:',
      '  3 |   total: { type: string }',
      '    |            ^^^^',
      '  before: before.yaml:3:12',
      '  2 | properties:',
      '  3 |   total: { type: number }',
      '    |            ^^^^',
      '  payload of ORDER_PLACED on orders-stream that the previous version writes:',
      '    {"total":0}',
      '  refused by the current version: /total must be string',
      '  mail-service 1.3.0 refuses this event.',
      '  fix: add a property beside it',
      '',
    ].join('\n'),
  );
});

test('says in one line what is compatible, and sorts by place', () => {
  const [first] = reported('text', change(), harmless).split('\n\n');
  expect(first).toBe('now.yaml:1:12: compatible ANNOTATION_CHANGED: "total" was number and is string.');
});

test('prints a large event over several lines', () => {
  const value = { note: 'a'.repeat(100), total: 0 };
  const large = change({ witness: { ...change().witness, value } as Change['witness'] });
  expect(reported('text', large)).toContain(`    {\n      "note": "${'a'.repeat(100)}",\n      "total": 0\n    }\n`);
});

test('prints the beginning of an event that would fill the screen', () => {
  const value = Array.from({ length: 101 }, (_, index) => `item ${index}`);
  const lines = reported('text', change({ witness: { ...change().witness, value } as Change['witness'] })).split('\n');
  expect(lines).toContain('    … and 80 more lines; --format json prints all of it');
  expect(lines.length).toBeLessThan(40);
});

test('gives programs every field, and leaves out what is not there', () => {
  const [one, other] = JSON.parse(reported('json', change(), harmless)) as readonly Record<string, unknown>[];
  expect(other).toEqual({ ...change() });
  expect(one).not.toHaveProperty('direction');
  expect(reported('json')).toBe('[]\n');
});

test('shows GitHub and JUnit what fails the gate, with the event in its words', () => {
  const unknown = change({ effect: 'unknown', witness: undefined });
  const warning = change({ effect: 'warning', direction: undefined, witness: undefined });
  const github = reported('github', change(), unknown, warning, harmless);
  expect(github.split('\n').map((line) => line.slice(0, 9))).toEqual(['::error f', '::error f', '::warning', '']);
  expect(github).toContain(
    'breaking (backward) in ORDER_PLACED: "total" was number and is string. For example {"total":0} is refused: /total must be string. mail-service 1.3.0 refuses this event. Fix: add a property beside it',
  );
  expect(reported('junit', change(), unknown, warning, harmless)).toContain('tests="3" failures="2"');
});
