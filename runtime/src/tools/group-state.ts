/** What the database of a consuming service says of its group on one stream. */
import type { ServiceDatabase, Sql } from './tool-connections.js';

export interface GroupRow {
  readonly partition: number;
  readonly positionId: string;
  readonly owner?: string;
  readonly isOwnerAlive: boolean;
  readonly epoch: string;
}

export interface GroupState {
  readonly partitions: readonly GroupRow[];
  readonly pausedAt?: string;
  readonly retrying: number;
  readonly waiting: number;
  readonly dead: number;
}

/** The default lease time: an instance that has said nothing for as long owns nothing any more. */
export const leaseMs = 6_000;

export const readGroup = async (database: ServiceDatabase, stream: string): Promise<GroupState> =>
  database.use(async (sql) => {
    const rows = await sql.query<Omit<GroupRow, 'owner'> & { owner: string | null }>(
      `select p.partition, p.entry_id as "positionId", l.owner, coalesce(l.epoch, 0)::text as epoch,
              exists (select from consumer_instance i where i.instance = l.owner
                      and i.heartbeat_at > clock_timestamp() - $2 * interval '1 millisecond') as "isOwnerAlive"
       from consumer_position p left join consumer_lease l using (stream, partition)
       where p.stream = $1 order by p.partition`,
      [stream, leaseMs],
    );
    // Index inbox_open serves it.
    const states = await sql.query<{ retrying: number; waiting: number; dead: number }>(
      `select count(*) filter (where state = 'retrying')::int as retrying,
              count(*) filter (where state = 'waiting')::int as waiting,
              count(*) filter (where state = 'dead')::int as dead
       from inbox where state <> 'done' and stream = $1`,
      [stream],
    );
    const pausedAt = await readPause(sql, stream);
    return {
      partitions: rows.rows.map(({ owner, ...row }) => ({ ...row, ...(owner === null ? {} : { owner }) })),
      ...(pausedAt === undefined ? {} : { pausedAt }),
      ...(states.rows[0] ?? { retrying: 0, waiting: 0, dead: 0 }),
    };
  });

const readPause = async (sql: Sql, stream: string): Promise<string | undefined> => {
  const result = await sql.query<{ paused_at: Date }>('select paused_at from consumer_pause where stream = $1', [
    stream,
  ]);
  return result.rows[0]?.paused_at.toISOString();
};
