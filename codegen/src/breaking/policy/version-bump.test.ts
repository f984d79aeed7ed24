import type { ContractSet } from '../../model/contract.js';
import type { Release } from '../../releases/release.js';
import type { Change, Effect } from '../change.js';
import { suggestedVersions } from './version-bump.js';

const file = 'asyncapi/order-service.yaml';

const release = (name: string, version: string): Release => ({
  name,
  // What is asked of contracts here.
  contracts: {
    documents: [{ service: 'order-service', file, version, channels: [] }],
    files: [],
  } as unknown as ContractSet,
});

const change = (rule: string, effect: Effect): Change => ({
  rule,
  effect,
  file,
  line: 1,
  column: 1,
  pointer: '',
  message: '',
  direction: undefined,
  previous: undefined,
  channel: undefined,
  messageName: undefined,
  operation: undefined,
  witness: undefined,
  consequence: undefined,
});

const suggested = (before: string, now: string, ...changes: readonly Change[]): string =>
  suggestedVersions(changes, release('a', before), release('current', now))
    .map((one) => `${one.bump} ${one.suggested ?? '?'} ${one.isReached ? 'reached' : 'not reached'}`)
    .join();

const breaks = change('TYPE_CHANGED', 'breaking');
const adds = change('PROP_OPTIONAL_ADDED', 'compatible');
const tells = change('DOCS_CHANGED', 'compatible');

test.each([
  ['1.2.3', '1.2.3', [breaks, adds], 'major 2.0.0 not reached'],
  ['1.2.3', '2.0.0', [change('SCHEMA_CHANGED', 'unknown')], 'major 2.0.0 reached'],
  ['1.2.3', '1.10.0', [breaks], 'major 2.0.0 not reached'],
  ['1.2.3', '1.3.0-rc.1', [adds, tells], 'minor 1.3.0 reached'],
  ['1.9.3', '1.10.0', [change('RETENTION_SHORTENED', 'warning')], 'minor 1.10.0 reached'],
  ['1.2.3', '1.2.3', [tells, change('HEADER_ANNOTATION_CHANGED', 'compatible')], 'patch 1.2.4 not reached'],
  // Before 1.0.0 the second number counts what breaks.
  ['0.2.3', '0.3.0', [breaks], 'major 0.3.0 reached'],
  ['1.2.3', '1.2.3', [], ''],
  // No semantic version: at least another one.
  ['2026a', '2026a', [breaks], 'major ? not reached'],
  ['2026a', '2026b', [breaks], 'major ? reached'],
])('%s to %s', (before, now, changes, expected) => {
  expect(suggested(before, now, ...changes)).toBe(expected);
});
