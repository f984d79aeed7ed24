import { fileURLToPath } from 'node:url';
import { loadContracts } from '../../load/load-contracts.js';
import { loaded } from '../../testing/loaded.js';
import type { Change, Direction } from '../change.js';
import { compareContracts, contractRules } from './index.js';

const reference = fileURLToPath(new URL('../../../../asyncapi', import.meta.url));

type Files = Readonly<Record<string, string>>;

interface Asked {
  readonly directions?: readonly Direction[];
  readonly today?: string;
}

const compared = async (previous: Files, current: Files, asked: Asked = {}): Promise<readonly Change[]> => {
  const { directions = ['backward', 'forward'], today = '2026-11-27' } = asked;
  const [before, now] = await Promise.all([loaded(previous), loaded(current)]);
  expect([...before.findings, ...now.findings]).toEqual([]);
  return compareContracts(
    { name: '2026-11', contracts: before.contracts },
    { name: 'current', contracts: now.contracts },
    { directionsOf: () => new Set(directions), now: new Date(`${today}T12:00:00Z`) },
  );
};

/** As people read them: what it does to whom, without places. */
const effects = (changes: readonly Change[]): readonly string[] =>
  changes.map(({ rule, effect, direction }) => `${effect} ${rule}${direction === undefined ? '' : ` ${direction}`}`);

interface Orders {
  readonly messages?: readonly string[];
  readonly sends?: readonly string[];
  /** Said of ORDER_CANCELLED. */
  readonly about?: string;
}

const orders = ({ messages = ['placed', 'cancelled'], sends = messages, about = '' }: Orders = {}): string =>
  `asyncapi: 3.0.0
info: { title: order-service, version: 1.0.0 }
channels:
  orders:
    address: orders-stream
    messages:
${messages.map((key) => `      ${key}: { $ref: '#/components/messages/${key}' }`).join('\n')}
operations:
  publishOrders:
    action: send
    channel: { $ref: '#/channels/orders' }
    messages: [${sends.map((key) => `{ $ref: '#/channels/orders/messages/${key}' }`).join(', ')}]
components:
  messages:
    placed: { name: ORDER_PLACED, x-key: orderId, payload: { type: object } }
    cancelled: { name: ORDER_CANCELLED, x-key: orderId, payload: { type: object }${about} }
`;

const mails = (messages = ['placed', 'cancelled']): string => `asyncapi: 3.0.0
info: { title: mail-service, version: 1.3.0 }
channels:
  orders: { $ref: './order-service.yaml#/channels/orders' }
operations:
  handleOrders:
    action: receive
    channel: { $ref: '#/channels/orders' }
    messages: [${messages.map((key) => `{ $ref: '#/channels/orders/messages/${key}' }`).join(', ')}]
`;

const both: Files = { 'order-service.yaml': orders(), 'mail-service.yaml': mails() };
const without: Files = {
  'order-service.yaml': orders({ messages: ['placed'] }),
  'mail-service.yaml': mails(['placed']),
};

test('finds no change between contracts and themselves', async () => {
  const [one, other] = [await loadContracts(reference), await loadContracts(reference)];
  const options = { directionsOf: () => new Set<Direction>(['backward', 'forward']), now: new Date() };
  const releases = [one, other].map(({ contracts }, index) => ({ name: `release ${index}`, contracts }));
  expect(releases.flatMap((release) => compareContracts(releases[0] ?? release, release, options))).toEqual([]);
});

test('says that a harmless rule has no direction, and any other has one', () => {
  for (const { effect, directions } of contractRules) expect(directions.length > 0).toBe(effect !== 'compatible');
});

test('asks nothing of a channel whose policy asks nothing, and still tells what changed', async () => {
  expect(effects(await compared(both, without, { directions: [] }))).toEqual([
    'compatible MESSAGE_REMOVED_FROM_CHANNEL',
  ]);
});

test('minds the directions of the policy alone', async () => {
  const backward = 'breaking MESSAGE_REMOVED_FROM_CHANNEL backward';
  const forward = 'warning MESSAGE_REMOVED_FROM_CHANNEL forward';
  expect(effects(await compared(both, without, { directions: ['backward'] }))).toEqual([backward]);
  expect(effects(await compared(both, without, { directions: ['forward'] }))).toEqual([forward]);
  expect(effects(await compared(both, without))).toEqual([backward, forward]);
});

test.each([
  ['2027-06-29', 'breaking MESSAGE_REMOVED_FROM_CHANNEL backward'],
  ['2027-06-30', 'compatible MESSAGE_REMOVED_FROM_CHANNEL'],
])('on %s, with a sunset on 2027-06-30, calls the removal of a message %s', async (today, effect) => {
  const about = ', deprecated: true, x-sunset: 2027-06-30';
  const announced = { ...both, 'order-service.yaml': orders({ about }) };
  expect(effects(await compared(announced, without, { directions: ['backward'], today }))).toEqual([effect]);
});

test('takes a sunset without deprecated for no announcement', async () => {
  const announced = { ...both, 'order-service.yaml': orders({ about: ', x-sunset: 2026-01-01' }) };
  expect(effects(await compared(announced, without, { directions: ['backward'] }))).toEqual([
    'breaking MESSAGE_REMOVED_FROM_CHANNEL backward',
  ]);
});

test('lets a message go that nobody has published any more', async () => {
  const unsent = { 'order-service.yaml': orders({ sends: ['placed'] }), 'mail-service.yaml': mails() };
  expect(effects(await compared(both, unsent))).toEqual(['warning OPERATION_MESSAGES_NARROWED forward']);
  expect(effects(await compared(unsent, without))).toEqual(['compatible MESSAGE_REMOVED_FROM_CHANNEL']);
});

test('names whoever receives it where no service is known to', async () => {
  const [change] = await compared(
    { 'order-service.yaml': orders() },
    { 'order-service.yaml': orders({ messages: ['placed'] }) },
  );
  expect(change?.consequence).toBe(
    'Events ORDER_CANCELLED of release 2026-11 that are still stored are skipped by whoever receives ORDER_CANCELLED: nobody handles them.',
  );
});

test('takes a service for renamed only if it does most of the same', async () => {
  const renamed = { 'order-service.yaml': orders(), 'post-service.yaml': mails() };
  expect(effects(await compared(both, renamed))).toContain('breaking CONSUMER_GROUP_RENAMED backward');
  const other = { 'order-service.yaml': orders(), 'post-service.yaml': mails(['placed']) };
  expect(effects(await compared(both, other))).toEqual([
    'compatible OPERATION_ADDED',
    'breaking OPERATION_REMOVED backward',
  ]);
});
