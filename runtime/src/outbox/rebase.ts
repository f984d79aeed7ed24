/**
 * Starts a new era in a database that was restored into another cluster (`streampact-ops streams rebase`). What was committed and
 * not in a window gets one, the last of the old era; from then on only transaction ids of this cluster count.
 */
import type { PoolClient } from 'pg';
import { RebaseRefusedError } from '../errors/errors.js';
import { currentEra } from './era.js';
import { lastWindow, windowRows } from './window.js';

export interface Rebased {
  readonly era: number;
  /** Committed events that no window held: they are appended now, perhaps for the second time, under another entry id. */
  readonly rowsClosed: number;
}

const unseen = { era: '$2::int', from: '$1::pg_snapshot' };

/**
 * In the transaction of `client`; nothing is changed before its commit. The service must be stopped.
 * Events that the old cluster appended after the backup was made are in the streams still; an event of the backup that comes
 * once more is known to every inbox by its id.
 * @throws RebaseRefusedError – an instance of the service is alive, or the cluster is the one that the outbox belongs to
 */
export const rebase = async (client: PoolClient): Promise<Rebased> => {
  // Nobody can take the lease, and so open a window, before this is committed.
  const alive = await client.query<{ isAlive: boolean }>(
    `select expires_at > clock_timestamp() as "isAlive" from relay_lease where name = 'relay' for update`,
  );
  if (alive.rows[0]?.isAlive === true) {
    throw new RebaseRefusedError('An instance of this service is running. Stop all of them, then run it again.');
  }
  const era = await currentEra(client);
  const same = await client.query(
    `select from outbox_era e, pg_control_system() c where e.era = $1 and e.system_identifier = c.system_identifier`,
    [era],
  );
  if (same.rowCount === 1) {
    throw new RebaseRefusedError(
      'This database is in the cluster that its outbox was written in: there is nothing to rebase.',
    );
  }
  const last = await lastWindow(client, era);
  // Every row that came with the restore is committed: the closing snapshot sees all of them.
  const closing = await client.query<{ to: string }>(
    `select format('%1$s:%1$s:', max(xid::text::bigint) + 1) as to from outbox where era = $1`,
    [era],
  );
  const to = closing.rows[0]?.to;
  let rowsClosed = 0;
  if (to !== undefined && !to.startsWith(':')) {
    const opened = await client.query<{ count: number }>(
      `with fresh as (${windowRows('r.seq, r.stream, r.partition', { ...unseen, to: '$3::pg_snapshot' })}),
       opened as (
         insert into outbox_window (no, era, ms, snap_from, snap_to, rows_count)
         select $4::bigint, $2, greatest($5::bigint, (extract(epoch from clock_timestamp()) * 1000)::bigint), $1, $3, count(*)
         from fresh having count(*) > 0
         returning ms),
       assigned as (
         insert into outbox_partition (stream, partition, assigned_id)
         select f.stream, f.partition, o.ms || '-' || max(f.seq) from fresh f, opened o group by f.stream, f.partition, o.ms
         on conflict (stream, partition) do update set assigned_id = excluded.assigned_id)
       select count(*)::int as count from fresh`,
      [last.to, era, to, last.no + 1, last.ms + 1],
    );
    rowsClosed = opened.rows[0]?.count ?? 0;
  }
  await client.query(
    `insert into outbox_era (era, system_identifier) select $1, system_identifier from pg_control_system()`,
    [era + 1],
  );
  // A constant of ours, not a value: DDL takes no parameters.
  await client.query(`alter table outbox alter column era set default ${String(era + 1)}`);
  return { era: era + 1, rowsClosed };
};
