/**
 * Whether each of our connections is a session of PostgreSQL's. Behind a pooler that lends a server's session for one transaction
 * (PgBouncer's `pool_mode = transaction`) what a session holds goes to somebody else: the relay's `synchronous_commit = on`, which its
 * promise of no lost event rests on, statements that were prepared by name, the lock of a migration (docs/adr/0015).
 */
import type { Pool, PoolClient } from 'pg';
import { DatabasePooledError } from '../errors/errors.js';
import { answerMaxMsDefault, connectedWithin } from './answer-deadline.js';

/** How often two connections are played against each other before they count as sessions of their own. */
const roundsMax = 4;

/** @throws DatabasePooledError – a pooler gives each transaction any session; or what a statement fails with */
export const requireOwnSessions = async (pool: Pool): Promise<void> =>
  withClient(pool, async (first) => {
    const own = await sessionOf(first);
    // What the server says at the start of a session is the process behind it; a pooler makes a number up.
    if (own === processIdOf(first)) return;
    await withClient(pool, async (second) => {
      for (let round = 0; round < roundsMax; round++) {
        if ((await sessionOf(first)) !== own) throw new DatabasePooledError();
        // Takes the session that was used last, if it is to be had; then the first one gets another.
        await begin(second);
        try {
          if ((await sessionOf(second)) === own || (await sessionOf(first)) !== own) throw new DatabasePooledError();
        } finally {
          await second.query('rollback');
        }
      }
    });
  });

const begin = async (client: PoolClient): Promise<void> => {
  try {
    await client.query('begin');
  } catch (error) {
    // PgBouncer's pool_mode = statement has no transactions at all.
    if (error instanceof Error && 'code' in error && error.code === '08P01')
      throw new DatabasePooledError({ cause: error });
    throw error;
  }
};

const sessionOf = async (client: PoolClient): Promise<number | undefined> =>
  (await client.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]?.pid;

/** @types/pg leaves it out. */
const processIdOf = (client: PoolClient): number | null =>
  (client as PoolClient & { processID: number | null }).processID;

const withClient = async (pool: Pool, work: (client: PoolClient) => Promise<void>): Promise<void> => {
  const client = await connectedWithin(answerMaxMsDefault, pool.connect(), (late) => late.release());
  client.on('error', ignoreConnectionError);
  let isWell = false;
  try {
    await work(client);
    isWell = true;
  } finally {
    if (isWell) client.off('error', ignoreConnectionError);
    client.release(!isWell);
  }
};

/** The next statement reports it. */
const ignoreConnectionError = (): void => undefined;
