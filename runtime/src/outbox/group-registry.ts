/** What PostgreSQL keeps of each partition beside its entries: how far each group is, the floor, and recoveries. */
import type { Pool } from 'pg';

type Sql = Pick<Pool, 'query'>;

export interface RegisteredGroup {
  readonly stream: string;
  readonly partition: number;
  readonly name: string;
  readonly confirmedId: string;
}

export const loadGroups = async (sql: Sql): Promise<readonly RegisteredGroup[]> =>
  (
    await sql.query<RegisteredGroup>(
      `select stream, partition, name, confirmed_id as "confirmedId" from outbox_group order by stream, partition, name`,
    )
  ).rows;

export const saveGroups = async (sql: Sql, groups: readonly RegisteredGroup[]): Promise<void> => {
  if (groups.length === 0) return;
  await sql.query(
    `insert into outbox_group (stream, partition, name, confirmed_id)
     select * from unnest($1::text[], $2::int[], $3::text[], $4::text[])
     on conflict (stream, partition, name) do update set confirmed_id = excluded.confirmed_id`,
    [
      groups.map(({ stream }) => stream),
      groups.map(({ partition }) => partition),
      groups.map(({ name }) => name),
      groups.map(({ confirmedId }) => confirmedId),
    ],
  );
};

export const forgetGroups = async (
  sql: Sql,
  groups: readonly Omit<RegisteredGroup, 'confirmedId'>[],
): Promise<void> => {
  if (groups.length === 0) return;
  await sql.query(
    `delete from outbox_group g using unnest($1::text[], $2::int[], $3::text[]) as gone(stream, partition, name)
     where g.stream = gone.stream and g.partition = gone.partition and g.name = gone.name`,
    [groups.map(({ stream }) => stream), groups.map(({ partition }) => partition), groups.map(({ name }) => name)],
  );
};

export const saveFloors = async (
  sql: Sql,
  floors: readonly { readonly stream: string; readonly partition: number; readonly floorId: string }[],
): Promise<void> => {
  if (floors.length === 0) return;
  await sql.query(
    `update outbox_partition p set floor_id = f.floor_id
     from unnest($1::text[], $2::int[], $3::text[]) as f(stream, partition, floor_id)
     where p.stream = f.stream and p.partition = f.partition`,
    [
      floors.map(({ stream }) => stream),
      floors.map(({ partition }) => partition),
      floors.map(({ floorId }) => floorId),
    ],
  );
};

/** Counts a recovery of each partition, for whoever looks later. */
export const saveRecoveries = async (
  sql: Sql,
  partitions: readonly { readonly stream: string; readonly partition: number }[],
): Promise<void> => {
  await sql.query(
    `update outbox_partition p set recoveries = recoveries + 1, recovered_at = clock_timestamp()
     from unnest($1::text[], $2::int[]) as r(stream, partition)
     where p.stream = r.stream and p.partition = r.partition`,
    [partitions.map(({ stream }) => stream), partitions.map(({ partition }) => partition)],
  );
};
