/**
 * Goal: a stop ends soon whatever is in flight, finishes or rolls back each message, and leaves nothing pending. Method: handlers
 * wait at a gate while the instance is stopped; the next instance then has to handle exactly what is left.
 */
import type { EventRuntime, HandlerContext } from '@streampact/runtime';
import { eventually } from '../infrastructure/test-infrastructure.js';
import { accountsStream } from './ledger-contract.js';
import { LedgerSystem, type Handle } from './ledger-system.js';

let system: LedgerSystem;
afterEach(async () => system.close());

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

const linesOf = async (accountId: string): Promise<readonly number[]> =>
  (await system.lines()).filter((line) => line.accountId === accountId).map(({ n }) => n);

const change = async (accountId: string, to: number): Promise<void> => {
  for (let n = 1; n <= to; n++) await system.change(accountId, n);
};

/** A handler that waits at a gate before each message that `isGated` names. */
const gated = (isGated: (n: number, context: HandlerContext) => boolean) => {
  const arrived: number[] = [];
  let open: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (open = resolve));
  const handle: Handle = async (event, context) => {
    if (isGated(event.data.n, context)) {
      arrived.push(event.data.n);
      await gate;
    }
    await system.write(event, context);
  };
  return { handle, arrived, open: () => open() };
};

/** The group of every partition stands at the position that PostgreSQL holds, with nothing pending. */
const expectNothingPending = async (): Promise<void> => {
  const positions = await system.ledger.query<{ entry_id: string }[]>(
    'select entry_id from consumer_position where stream = $1 order by partition',
    [accountsStream.address],
  );
  const shown = await Promise.all(
    system.keys().map(async (key) => {
      const [group] = (await system.redis.xinfo('GROUPS', key)) as unknown[][];
      const field = (name: string): unknown => group?.[group.indexOf(name) + 1];
      return { entry_id: field('last-delivered-id'), pending: field('pending') };
    }),
  );
  expect(shown).toEqual(positions.map(({ entry_id }) => ({ entry_id, pending: 0 })));
};

const expectNoOwner = async (): Promise<void> => {
  expect(await system.ledger.query('select from consumer_lease where owner is not null')).toEqual([]);
  expect(await system.ledger.query('select from consumer_instance')).toEqual([]);
};

test('a stop under load finishes what is in flight and leaves nothing pending', async () => {
  system = await LedgerSystem.create();
  await system.startAccounts();
  const first = await system.startLedger();
  const changing = Promise.all(['ada', 'bob', 'cleo'].map(async (name) => change(name, 80)));
  await eventually(async () => expect((await system.lines()).length).toBeGreaterThan(20));

  await system.stop(first);

  await expectNothingPending();
  await expectNoOwner();
  await changing;
  await system.startLedger();
  await eventually(async () => {
    for (const name of ['ada', 'bob', 'cleo']) expect(await linesOf(name)).toEqual(upTo(80));
  });
});

test('a stop while a failed batch is handled one by one ends after the message at hand', async () => {
  system = await LedgerSystem.create();
  await system.startAccounts();
  await change('ada', 20);
  await eventually(async () => expect(await system.entryCount()).toBe(20));
  // The batch fails at its last message, and its messages are handled one by one: the second of these waits.
  let failures = 0;
  const gate = gated((n) => n === 2 && failures > 0);
  const first = await system.startLedger(async (event, context) => {
    if (event.data.n === 20 && failures++ === 0) throw new Error('not now');
    await gate.handle(event, context);
  });
  await eventually(() => expect(gate.arrived).toEqual([2]));

  const stopped = system.stop(first);
  gate.open();
  await stopped;

  expect(await linesOf('ada')).toEqual([1, 2]);
  await expectNothingPending();
  await system.startLedger();
  await eventually(async () => expect(await linesOf('ada')).toEqual(upTo(20)));
});

test('a stop while messages are retried ends after the one at hand', async () => {
  system = await LedgerSystem.create();
  await system.startAccounts();
  const gate = gated((n, { attempt }) => n === 1 && attempt > 1);
  const first = await system.startLedger(async (event, context) => {
    if (event.data.n === 1 && context.attempt === 1) throw new Error('not now');
    await gate.handle(event, context);
  });
  await change('ada', 6);
  await eventually(async () => {
    expect(gate.arrived).toEqual([1]);
    expect([...(await system.inbox()).values()].filter(({ state }) => state === 'waiting')).toHaveLength(5);
  });

  const stopped = system.stop(first);
  gate.open();
  await stopped;

  expect(await linesOf('ada')).toEqual([1]);
  await system.startLedger();
  await eventually(async () => expect(await linesOf('ada')).toEqual(upTo(6)));
});

test('what is not over when the patience of a stop ends is rolled back', async () => {
  system = await LedgerSystem.create();
  await system.startAccounts();
  const gate = gated((n) => n === 2);
  const first = await system.startLedger(gate.handle, { drainMaxMs: 300 });
  await change('ada', 3);
  await eventually(() => expect(gate.arrived).toEqual([2]));

  await system.stop(first); // the gate is still closed

  await expectNoOwner();
  gate.open();
  const before = await linesOf('ada');
  expect(before).not.toContain(2);
  await system.startLedger();
  await eventually(async () => expect(await linesOf('ada')).toEqual([1, 2, 3]));
  expect([...(await system.inbox()).values()].filter(({ errors }) => errors !== null)).toEqual([]);
});

test('an instance that leaves says that it lives until it has left', async () => {
  system = await LedgerSystem.create();
  await system.startAccounts();
  const gate = gated((n) => n === 1);
  const first = await system.startLedger(gate.handle);
  await change('ada', 1);
  await eventually(() => expect(gate.arrived).toEqual([1]));

  const stopped = system.stop(first);

  // Longer than a lease after the stop began.
  const [begun] = await system.ledger.query<{ at: Date }[]>('select clock_timestamp() as at');
  await eventually(async () =>
    expect(
      await system.ledger.query(
        `select streams from consumer_instance where heartbeat_at > $1::timestamptz + interval '900 milliseconds'`,
        [begun?.at],
      ),
    ).toEqual([{ streams: [] }]),
  );
  gate.open();
  await stopped;
  expect(await linesOf('ada')).toEqual([1]);
  await expectNoOwner();
});

test('a stopped instance says so, and one that has nothing to read stands by', async () => {
  system = await LedgerSystem.create();
  const first = await system.startLedger();
  await eventually(() => expect(stateOf(first)).toBe('consuming'));
  await system.stop(first);
  expect(stateOf(first)).toBe('stopped');
});

const stateOf = (runtime: EventRuntime): string => runtime.status.consumers.state;
