import type { HeldChange } from './held-change.js';
import { applyWaivers, waiverText } from './apply-waivers.js';
import { readWaivers } from './read-waivers.js';

const file = 'asyncapi/waivers.yaml';

const change = (more: Partial<HeldChange> = {}): HeldChange => ({
  rule: 'PROP_RENAMED',
  file: 'asyncapi/order-service.yaml',
  line: 3,
  column: 5,
  pointer: '/a',
  message: 'renamed',
  effect: 'breaking',
  direction: 'backward',
  previous: undefined,
  channel: undefined,
  messageName: undefined,
  operation: undefined,
  witness: undefined,
  consequence: undefined,
  releases: ['2026-11'],
  alsoIn: [],
  fragments: { pointer: 'order-service.yaml#/a', previous: 'sha256-1111', current: 'sha256-2222' },
  ...more,
});

const entry = (more: Readonly<Record<string, string>> = {}): string => {
  const fields = {
    rule: 'PROP_RENAMED',
    pointer: '"order-service.yaml#/a"',
    previous: 'sha256-1111',
    current: 'sha256-2222',
    reason: Object.keys(more).length === 0 ? 'nobody reads it' : 'nobody reads it yet',
    owner: 'order-team',
    expires: '2027-01-31',
    ...more,
  };
  const lines = Object.entries(fields).filter(([, value]) => value !== '');
  return lines.map(([name, value], index) => `${index === 0 ? '- ' : '  '}${name}: ${value}\n`).join('');
};

const applied = (
  text: string,
  changes: readonly HeldChange[] = [change()],
  { today = '2027-01-31', isComplete = true } = {},
): string =>
  applyWaivers(changes, readWaivers(file, text), { today, isComplete })
    .changes.map(({ rule, line, column, message }) => `${rule} ${line}:${column} ${message}`)
    .join('\n');

test('lets through exactly the change that it names, in both directions, through its last day', () => {
  expect(applied(entry(), [change(), change({ direction: 'forward' }), change({ rule: 'TYPE_CHANGED' })])).toBe(
    'TYPE_CHANGED 3:5 renamed',
  );
});

test('an expired waiver is a finding, and so is again what it let through', () => {
  expect(applied(entry(), [change()], { today: '2027-02-01' })).toBe(
    'PROP_RENAMED 3:5 renamed\n' +
      'WAIVER_EXPIRED 1:3 This waiver of PROP_RENAMED held until 2027-01-31; order-team decides what becomes of it.',
  );
});

test('a waiver that fits nothing is a finding; what has changed since is named', () => {
  expect(applied(entry(), [])).toContain('WAIVER_UNUSED 1:3 Nothing is found that this waiver of PROP_RENAMED');
  expect(applied(entry({ current: 'sha256-3333' }))).toContain(
    'WAIVER_UNUSED 1:3 What this waiver of PROP_RENAMED let through has changed since: current is sha256-2222 now.',
  );
});

test('whether a waiver is used is not known where only a commit was compared', () => {
  expect(applied(entry(), [], { isComplete: false })).toBe('');
});

test.each([
  [entry({ expires: '' }), '1:3 This waiver has no expires; it takes rule, pointer,'],
  [entry({ reason: '' }), '1:3 This waiver has no reason;'],
  [entry({ reason: '"  "' }), 'reason is "  ", not a text that says something.'],
  [entry({ expires: 'soon' }), 'expires is "soon", not a date such as 2027-06-30.'],
  [entry({ rule: 'PROP_RENAMD' }), 'There is no rule "PROP_RENAMD".'],
  [entry({ until: '2027-01-01' }), '8:3 A waiver has no field "until"; it takes'],
  ['rule: PROP_RENAMED\n', '1:1 waivers.yaml is no list of waivers'],
  ['- [', 'WAIVER_INVALID 1:3'],
  ['- text\n', '1:3 A waiver is a map with rule'],
])('a waiver that is none lets nothing through: %j', (text, message) => {
  const found = applied(text);
  expect(found).toContain('PROP_RENAMED 3:5 renamed');
  expect(found).toContain('WAIVER_INVALID');
  expect(found).toContain(message);
});

test('the suggested entry needs a person to fill it in, and then lets the change through', () => {
  const suggested = waiverText(change(), '2027-01-31');
  expect(applied(suggested)).toContain('WAIVER_INVALID 5:');
  const filled = suggested.replace('# why it may pass', 'known').replace('# who decides again', 'order-team');
  expect(applied(filled)).toBe('');
});
