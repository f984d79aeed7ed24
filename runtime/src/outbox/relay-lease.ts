/** One relay per database: a lease row with an epoch, on the database's clock. */
import type { PoolClient } from 'pg';

export interface Lease {
  readonly owner: string;
  readonly epoch: string;
}

/** Also takes again what this instance held when it met an error. @returns undefined while another instance holds it */
export const acquireLease = async (client: PoolClient, owner: string, leaseMs: number): Promise<Lease | undefined> => {
  const result = await client.query<{ epoch: string }>(
    `insert into relay_lease as l (name, owner, epoch, expires_at)
     values ('relay', $1, 1, clock_timestamp() + $2 * interval '1 millisecond')
     on conflict (name) do update set owner = $1, epoch = l.epoch + 1, expires_at = excluded.expires_at
       where l.expires_at < clock_timestamp() or l.owner = $1
     returning epoch::text`,
    [owner, leaseMs],
  );
  const row = result.rows[0];
  return row && { owner, epoch: row.epoch };
};

/** @returns false if the lease is somebody else's now */
export const renewLease = async (client: PoolClient, lease: Lease, leaseMs: number): Promise<boolean> => {
  const result = await client.query(
    `update relay_lease set expires_at = clock_timestamp() + $3 * interval '1 millisecond'
     where name = 'relay' and owner = $1 and epoch = $2`,
    [lease.owner, lease.epoch, leaseMs],
  );
  return result.rowCount === 1;
};

export const releaseLease = async (client: PoolClient, lease: Lease): Promise<void> => {
  await client.query(
    `update relay_lease set expires_at = '-infinity' where name = 'relay' and owner = $1 and epoch = $2`,
    [lease.owner, lease.epoch],
  );
};
