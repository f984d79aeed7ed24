/**
 * One round of sharing partitions: says that this instance lives, then takes or gives back partitions towards its share. Every
 * instance does so by itself; the rows in PostgreSQL are all they know of each other.
 */
import type { Sql } from '../database/sql.js';
import type { PartitionLease } from '../inbox/inbox.js';
import type { DeliveryScope } from './delivery.js';
import { claim, heartbeat, liveInstances, ownedLeases, type LiveInstance } from './leases.js';
import type { OwnedPartitions } from './owned-partitions.js';
import { shareOf } from './share.js';

export interface BalanceOptions {
  readonly scopes: readonly DeliveryScope[];
  readonly instance: string;
  readonly leaseMs: number;
  readonly owned: OwnedPartitions;
  /** Takes nothing any more. */
  readonly isStopping: () => boolean;
}

/** Another instance's lease is over this long after it should be: two clocks count it. */
const clockMarginMs = 10;
const pauseMinMs = 50;

/**
 * @returns milliseconds until the next round: a third of the lease, or sooner where another instance may be dead by then, or a
 *   partition is missing here that somebody gives back
 * @throws whatever a statement fails with; the next round makes up for it
 */
export const balance = async (sql: Sql, options: BalanceOptions): Promise<number> => {
  const { scopes, instance, leaseMs } = options;
  const streams = scopes.map(({ consumer }) => consumer.channel.address);
  await heartbeat(sql, instance, { streams, leaseMs });
  const live = await liveInstances(sql, leaseMs);
  const leases = await ownedLeases(sql, streams);
  let isMissing = false;
  for (const scope of scopes) {
    const ofStream = leases.filter(({ stream }) => stream === scope.consumer.channel.address);
    if (await balanceStream(sql, scope, { ...options, live, leases: ofStream })) isMissing = true;
  }
  const ends = live.filter((one) => one.instance !== instance).map(({ endsInMs }) => endsInMs + clockMarginMs);
  return Math.max(pauseMinMs, Math.min(leaseMs / 3, ...ends, ...(isMissing ? [leaseMs / 12] : [])));
};

/** @returns whether there is still less here than the share */
const balanceStream = async (
  sql: Sql,
  scope: DeliveryScope,
  {
    instance,
    leaseMs,
    owned,
    live,
    leases,
    isStopping,
  }: BalanceOptions & { live: readonly LiveInstance[]; leases: readonly PartitionLease[] },
): Promise<boolean> => {
  const { address: stream, partitions } = scope.consumer.channel;
  if (isStopping()) return false;
  const mine = leases.filter(({ owner }) => owner === instance);
  owned.dropLost(stream, mine);
  for (const lease of mine) owned.work(scope, lease);
  const share = shareOf(instance, {
    partitions,
    instances: live.filter(({ streams }) => streams?.includes(stream) ?? true).map((one) => one.instance),
    owned: countByOwner(leases),
  });
  const workers = owned.ofStream(stream);
  for (const worker of workers.slice(share)) owned.giveBack(worker);
  const limit = share - workers.length;
  if (limit <= 0) return false;
  const claimed = await claim(sql, instance, { stream, limit, leaseMs });
  for (const lease of claimed) owned.work(scope, lease);
  return claimed.length < limit;
};

const countByOwner = (leases: readonly PartitionLease[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const { owner } of leases) counts.set(owner, (counts.get(owner) ?? 0) + 1);
  return counts;
};
