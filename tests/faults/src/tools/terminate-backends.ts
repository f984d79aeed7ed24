/** `pg_terminate_backend`, as an administrator or a failing server does it: at any moment of a connection's transaction. */
import { Client } from 'pg';
import type { Random } from '../random.js';

/**
 * Ends some of the server's client connections, chosen by `random`.
 * @param share – 0 to 1: how many of those that are open
 * @returns how many were ended
 */
export const terminateBackends = async (url: string, random: Random, share: number): Promise<number> => {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined); // the next query reports it
  await client.connect();
  try {
    const open = await client.query<{ pid: number }>(
      `select pid from pg_stat_activity
       where backend_type = 'client backend' and pid <> pg_backend_pid() order by backend_start, pid`,
    );
    const chosen = open.rows.map(({ pid }) => pid).filter(() => random.next() < share);
    const ended = await client.query<{ count: number }>(
      'select count(*) filter (where pg_terminate_backend(pid))::int as count from unnest($1::int[]) pid',
      [chosen],
    );
    return ended.rows[0]?.count ?? 0;
  } finally {
    await client.end();
  }
};
