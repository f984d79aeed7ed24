/**
 * A database that was dumped and restored into another cluster. Method: the outbox gets transaction ids, snapshots and the cluster's
 * identifier of an imaginary cluster whose counters are far ahead; that is what a restored dump looks like.
 */
import { DatabaseReplacedError, RebaseRefusedError, rebase, type Rebased } from '@streampact/runtime';
import { eventually } from '../infrastructure/test-infrastructure.js';
import { LedgerSystem } from './ledger-system.js';

let system: LedgerSystem;
beforeEach(async () => (system = await LedgerSystem.create()));
afterEach(async () => system.close());

const expectLines = async (...expected: readonly number[]): Promise<void> =>
  eventually(async () => expect((await system.lines()).map(({ n }) => n)).toEqual(expected));

const xidsAhead = 5_000_000;

const moveToAnotherCluster = async (): Promise<void> => {
  const { accounts } = system;
  await accounts.query(`update outbox set xid = ((xid::text)::bigint + ${String(xidsAhead)})::text::xid8`);
  const windows = await accounts.query<{ no: string; from: string; to: string }[]>(
    `select no, snap_from::text as from, snap_to::text as to from outbox_window`,
  );
  const ahead = (snapshot: string): string =>
    snapshot === '1:1:' ? snapshot : snapshot.replaceAll(/\d+/g, (xid) => String(Number(xid) + xidsAhead));
  for (const { no, from, to } of windows) {
    await accounts.query('update outbox_window set snap_from = $2, snap_to = $3 where no = $1', [
      no,
      ahead(from),
      ahead(to),
    ]);
  }
  await accounts.query('update outbox_era set system_identifier = 4711');
};

const rebaseNow = async (): Promise<Rebased> => {
  const client = await system.accountsPool.connect();
  try {
    await client.query('begin');
    const result = await rebase(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
};

test('a service refuses to start on it, and says what to do', async () => {
  await system.stop(await system.startAccounts());
  await moveToAnotherCluster();

  const start = system.startAccounts();

  await expect(start).rejects.toThrow(DatabaseReplacedError);
  await expect(start).rejects.toThrow('run `streampact-ops streams rebase`');
});

test('after a rebase it goes on: what was relayed is not repeated, what was not is not lost', async () => {
  await system.startLedger();
  const accounts = await system.startAccounts();
  await system.change('ada', 1);
  await system.change('ada', 2);
  await expectLines(1, 2);
  await system.stop(accounts);
  await system.change('ada', 3); // committed, in no window
  await moveToAnotherCluster();

  expect(await rebaseNow()).toEqual({ era: 2, rowsClosed: 1 });
  await system.startAccounts();
  await system.change('ada', 4);
  await system.change('ada', 5);

  await expectLines(1, 2, 3, 4, 5);
  expect(await system.accounts.query('select era, count(*)::int from outbox group by era order by era')).toEqual([
    { era: 1, count: 3 },
    { era: 2, count: 2 },
  ]);
});

test('rows of both eras come back after Redis lost them', async () => {
  const accounts = await system.startAccounts();
  await system.change('ada', 1);
  await eventually(async () => expect(await system.entryCount()).toBe(1));
  await system.stop(accounts);
  await moveToAnotherCluster();
  await rebaseNow();
  await system.startAccounts();
  await system.change('ada', 2);
  await eventually(async () => expect(await system.entryCount()).toBe(2));

  await system.redis.del(...system.keys());
  await system.startLedger();

  await expectLines(1, 2);
});

test('it is refused while the service runs, and where nothing was restored', async () => {
  const accounts = await system.startAccounts();
  await system.change('ada', 1);
  await eventually(async () => expect(await system.entryCount()).toBe(1));
  await expect(rebaseNow()).rejects.toThrow(RebaseRefusedError);
  await system.stop(accounts);
  await expect(rebaseNow()).rejects.toThrow('there is nothing to rebase');
});
