/**
 * A server goes away in mid-flow and comes back. Method: accounts change all the time, the server is killed, stays away for
 * two seconds, and is started again on the same port: every change that was committed must be in the ledger, once, in order,
 * no attempt may have been counted, and the log must have said so once.
 */
import { createDatabase } from '@streampact/local';
import type { Logger } from '@streampact/runtime';
import { eventually, startPostgres, startRedis, type ServerHandle } from '../infrastructure/test-infrastructure.js';
import { LedgerSystem } from './ledger-system.js';

const awayMs = 2_000;
const accountNames = ['ada', 'bob', 'cleo', 'dan'];

let system: LedgerSystem;
let server: ServerHandle;
afterEach(async () => {
  await system.close();
  await server.stop();
});

const recorder = (): { logger: Logger; said: Map<string, number> } => {
  const said = new Map<string, number>();
  const note = (_fields: object, sentence: string): void => void said.set(sentence, (said.get(sentence) ?? 0) + 1);
  return { said, logger: { debug: () => undefined, info: note, warn: note, error: note } };
};

/** Commits change `n`, however often it takes; a commit whose answer was lost is not made again. */
const changeSurely = async (accountId: string, n: number): Promise<void> => {
  for (;;) {
    try {
      await system.change(accountId, n);
      return;
    } catch {
      if (await eventually(async () => isCommitted(accountId, n))) return;
    }
  }
};

const isCommitted = async (accountId: string, n: number): Promise<boolean> => {
  const rows = await system.accounts.query<unknown[]>(`select from outbox where key = $1 and (data->>'n')::int = $2`, [
    accountId,
    n,
  ]);
  return rows.length > 0;
};

const changeUntil = async (accountId: string, isOver: () => boolean): Promise<number> => {
  let n = 0;
  while (!isOver()) {
    await changeSurely(accountId, ++n);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return n;
};

/** Kills the server in mid-flow. @returns what the ledger has to hold for each account */
const breakInMidFlow = async (): Promise<ReadonlyMap<string, number>> => {
  await system.startAccounts();
  await system.startLedger();
  let isOver = false;
  const changing = accountNames.map((name) => changeUntil(name, () => isOver));
  await eventually(async () => expect((await system.lines()).length).toBeGreaterThan(40));
  await server.kill();
  await new Promise((resolve) => setTimeout(resolve, awayMs));
  await server.restart();
  await new Promise((resolve) => setTimeout(resolve, 500));
  isOver = true;
  const counts = await Promise.all(changing);
  return new Map(accountNames.map((name, index) => [name, counts[index] ?? 0]));
};

const expectLedger = async (counts: ReadonlyMap<string, number>): Promise<void> => {
  await eventually(async () => {
    const lines = await system.lines();
    for (const [name, count] of counts) {
      const changes = lines.filter(({ accountId }) => accountId === name).map(({ n }) => n);
      expect(changes).toEqual(Array.from({ length: count }, (_, index) => index + 1));
    }
  });
  expect([...(await system.inbox()).values()].filter(({ errors }) => errors !== null)).toEqual([]);
};

test('Redis goes away with all its data and comes back empty', async () => {
  const { logger, said } = recorder();
  server = await startRedis();
  system = await LedgerSystem.create({ redisUrl: server.url, logger });

  await expectLedger(await breakInMidFlow());

  // Two services, two relays; one ledger.
  expect(said.get('relay stopped; events wait in the outbox and it tries again')).toBe(2);
  expect(said.get('relay goes on')).toBe(2);
  expect(said.get('partitions paused: PostgreSQL or Redis does not answer; nothing is lost, it is tried again')).toBe(
    1,
  );
  await eventually(() => expect(said.get('partitions are read again')).toBe(1));
});

test('PostgreSQL is killed and recovers', async () => {
  const { logger, said } = recorder();
  server = await startPostgres();
  let count = 0;
  const { url } = server;
  const createPrivateDatabase = async () => ({
    url: await createDatabase(url, `outage_${String(++count)}`),
    drop: async () => undefined, // it goes with its server
  });
  system = await LedgerSystem.create({ createDatabase: createPrivateDatabase, logger });

  await expectLedger(await breakInMidFlow());

  expect(said.get('relay stopped; events wait in the outbox and it tries again')).toBeGreaterThan(0);
  await eventually(() =>
    expect(said.get('leases are renewed again')).toBe(
      said.get('leases cannot be renewed in PostgreSQL; another instance takes over if this lasts'),
    ),
  );
});
