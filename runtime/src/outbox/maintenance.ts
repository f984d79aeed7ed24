/**
 * What a relay does beside relaying, about once a second: learns how far the groups are, creates those that are missing, raises
 * floors, trims streams, and deletes windows that nobody needs.
 *
 * A floor is stored before anything below it is trimmed, so after a crash no entry is missing above a floor. Entries live at least
 * `x-retention`; when the broker runs out of memory, trimming does not wait for that, but never passes a group.
 */
import type { PoolClient } from 'pg';
import type { GroupState, RelayBroker } from '../broker/broker.js';
import type { AtPoint } from '../loop/fault-point.js';
import { compareEntryIds, ENTRY_ID_ZERO, parseEntryId } from '../streams/entry-id.js';
import type { Logger } from '../telemetry/logger.js';
import { confirmedId, nextFloor, retirableBeforeMs } from './floor.js';
import { forgetGroups, saveFloors, saveGroups } from './group-registry.js';
import type { PartitionTail } from './partition-tail.js';
import type { PartitionTails } from './partition-tails.js';
import { retireSome } from './retirement.js';

export interface MaintenanceOptions {
  readonly tails: PartitionTails;
  readonly broker: RelayBroker;
  readonly logger: Logger;
  readonly atPoint: AtPoint;
  /** Share of the broker's memory limit above which trimming does not wait for `x-retention`. */
  readonly memoryHighWater: number;
}

/** Transactions of retirement in one go: relaying must go on. */
const retirementsMax = 5;
/** A floor is written when it has moved by this share of the retention: to the minute would be a write a second for nothing. */
const floorStep = 1 / 1_000;

export class Maintenance {
  readonly #options: MaintenanceOptions;
  #isUnderPressure = false;

  constructor(options: MaintenanceOptions) {
    this.#options = options;
  }

  /** What the groups show, in the order of `tails.all`: read it before the heads are compared, hand it to `run` if they are ours. */
  async readGroups(): Promise<readonly (readonly GroupState[])[]> {
    const { broker, tails } = this.#options;
    return Promise.all(tails.all.map(({ key }) => broker.groups(key)));
  }

  /** @returns partitions whose stream lacks entries that a group needs and the outbox still has: it is to be built again */
  async run(client: PoolClient, groups: readonly (readonly GroupState[])[]): Promise<readonly PartitionTail[]> {
    const { tails } = this.#options;
    await this.#learnGroups(client, groups);
    const clock = await client.query<{ ms: string }>(
      'select (extract(epoch from clock_timestamp()) * 1000)::bigint as ms',
    );
    const nowMs = Number(clock.rows[0]?.ms);
    await this.#readPressure();
    await this.#trim(client, nowMs);
    await this.#retire(client, nowMs);
    if (this.#isUnderPressure) return [];
    const lacking: PartitionTail[] = [];
    for (const tail of tails.all) if (await lowerFloor(client, tail, nowMs)) lacking.push(tail);
    return lacking;
  }

  /** A group that is missing is created where it was: one that the contract names, or that a foreign reader had made. */
  async #learnGroups(client: PoolClient, groups: readonly (readonly GroupState[])[]): Promise<void> {
    const { tails, broker } = this.#options;
    const moved = [];
    const gone = [];
    for (const [index, tail] of tails.all.entries()) {
      const { stream, partition } = tail.options;
      const shown = new Map((groups[index] ?? []).map((state) => [state.name, confirmedId(state)]));
      for (const name of tail.options.groups) {
        if (shown.has(name)) continue;
        await broker.createGroup(tail.key, name, tail.confirmed.get(name) ?? ENTRY_ID_ZERO);
        if (!tail.confirmed.has(name)) shown.set(name, ENTRY_ID_ZERO);
      }
      for (const [name, confirmed] of shown) {
        if (tail.confirmed.get(name) === confirmed) continue;
        tail.confirmed.set(name, confirmed);
        moved.push({ stream, partition, name, confirmedId: confirmed });
      }
      for (const name of tail.confirmed.keys()) {
        if (shown.has(name) || tail.options.groups.includes(name)) continue;
        tail.confirmed.delete(name);
        gone.push({ stream, partition, name });
      }
    }
    await saveGroups(client, moved);
    await forgetGroups(client, gone);
  }

  async #readPressure(): Promise<void> {
    const { broker, memoryHighWater, logger } = this.#options;
    const { usedBytes, maxBytes } = await broker.properties();
    const isUnderPressure = maxBytes > 0 && usedBytes > memoryHighWater * maxBytes;
    if (isUnderPressure && !this.#isUnderPressure) {
      logger.warn(
        { usedBytes, maxBytes },
        'broker is nearly out of memory: entries that every group has handled are trimmed before x-retention is over',
      );
    }
    this.#isUnderPressure = isUnderPressure;
  }

  async #trim(client: PoolClient, nowMs: number): Promise<void> {
    const { tails, broker, atPoint } = this.#options;
    const raised = tails.all.filter((tail) => {
      const { retentionMs } = tail.options;
      const floorId = nextFloor(tail.progress, this.#isUnderPressure ? nowMs : nowMs - retentionMs);
      const stepMs = Number(parseEntryId(floorId).ms - parseEntryId(tail.floorId).ms);
      if (floorId === tail.floorId || (stepMs < retentionMs * floorStep && floorId !== tail.assignedId)) return false;
      tail.floorId = floorId;
      return true;
    });
    if (raised.length === 0) return;
    await saveFloors(
      client,
      raised.map(({ options: { stream, partition }, floorId }) => ({ stream, partition, floorId })),
    );
    await atPoint('after-floor');
    for (const { key, floorId } of raised) await broker.trim(key, floorId);
  }

  async #retire(client: PoolClient, nowMs: number): Promise<void> {
    const { tails, atPoint } = this.#options;
    const retentionMs = Math.max(...tails.all.map(({ options }) => options.retentionMs));
    const neededFromMs = retirableBeforeMs(tails.all.map(({ progress }) => progress)) ?? Number.POSITIVE_INFINITY;
    const beforeMs = Math.min(nowMs - retentionMs, neededFromMs);
    let mayBeMore = true;
    for (let times = 0; mayBeMore && times < retirementsMax; times++) {
      mayBeMore = await retireSome(client, beforeMs);
      await atPoint('after-retire');
    }
  }
}

/**
 * A group can stand before the floor: the broker lost everything, its stream began again at what every group had confirmed, and
 * then a service was restored from a backup or told to handle earlier events again. What of it is within the retention comes back.
 * @returns whether the floor was lowered, in PostgreSQL too: the stream is to be built again from there
 */
const lowerFloor = async (client: PoolClient, tail: PartitionTail, nowMs: number): Promise<boolean> => {
  const { stream, partition, retentionMs } = tail.options;
  const { floorId, confirmedIds } = tail.progress;
  const lowest = confirmedIds.reduce((low, id) => (compareEntryIds(id, low) < 0 ? id : low), floorId);
  if (compareEntryIds(lowest, floorId) >= 0) return false;
  const cutoffMs = nowMs - retentionMs;
  const from = Math.max(Number(parseEntryId(lowest).ms), cutoffMs);
  const found = await client.query<{ first: string | null }>(
    `select min(w.ms)::text as first from outbox_window w where w.ms >= $1::numeric and w.ms <= $2::numeric`,
    [from, String(parseEntryId(floorId).ms)],
  );
  if (found.rows[0]?.first === null) return false;
  const lowered = compareEntryIds(lowest, `${String(cutoffMs)}-0`) < 0 ? `${String(cutoffMs)}-0` : lowest;
  tail.floorId = lowered;
  await saveFloors(client, [{ stream, partition, floorId: lowered }]);
  return true;
};
