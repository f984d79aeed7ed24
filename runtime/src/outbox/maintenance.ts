/**
 * What a relay does beside relaying, about once a second: learns how far the groups are, creates those that are missing, raises
 * floors, trims streams, and deletes windows that nobody needs.
 *
 * A floor is stored before anything below it is trimmed, so after a crash no entry is missing above a floor. Entries live at least
 * `x-retention`; when the broker runs out of memory, trimming does not wait for that, but never passes a group.
 */
import type { PoolClient } from 'pg';
import type { GroupState, RelayBroker, StreamState } from '../broker/broker.js';
import type { AtPoint } from '../loop/fault-point.js';
import { compareEntryIds, ENTRY_ID_ZERO, highestEntryId, lowestEntryId, parseEntryId } from '../streams/entry-id.js';
import type { Logger } from '../telemetry/logger.js';
import { confirmedId, nextFloor, retirableBeforeMs } from './floor.js';
import { forgetGroups, saveFloors, saveGroups } from './group-registry.js';
import type { PartitionTail } from './partition-tail.js';
import type { PartitionTails } from './partition-tails.js';
import { retireSome } from './retirement.js';
import { windowMs } from './window.js';

export interface MaintenanceOptions {
  readonly tails: PartitionTails;
  readonly broker: RelayBroker;
  readonly logger: Logger;
  readonly atPoint: AtPoint;
  /** Share of the broker's memory limit above which trimming does not wait for `x-retention`. */
  readonly memoryHighWater: number;
}

/** What the broker shows, in the order of the tails; the groups are read before the streams. */
export interface ShownStreams {
  readonly groups: readonly (readonly GroupState[])[];
  readonly streams: readonly StreamState[];
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

  /** @returns partitions whose stream lacks entries that the outbox still has: it is to be built again */
  async run(client: PoolClient, shown: ShownStreams): Promise<readonly PartitionTail[]> {
    const { tails } = this.#options;
    await this.#learnGroups(client, shown.groups);
    const clock = await client.query<{ ms: string }>(
      'select (extract(epoch from clock_timestamp()) * 1000)::bigint as ms',
    );
    const nowMs = Number(clock.rows[0]?.ms);
    await this.#readPressure();
    // By the floors from before this trims anything.
    const damaged = tails.all.filter((tail, index) => isDamaged(tail, shown.streams[index]));
    await this.#trim(client, nowMs);
    await this.#retire(client, nowMs);
    if (this.#isUnderPressure) return damaged;
    const lacking = new Set(damaged);
    for (const [index, tail] of tails.all.entries()) {
      const beginsAfter = shown.streams[index]?.beginsAfter ?? ENTRY_ID_ZERO;
      if (await this.#answerGroups(client, tail, { beginsAfter, nowMs })) lacking.add(tail);
    }
    return [...lacking];
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
        await broker.createGroup(tail.key, name, tail.confirmed.get(name) ?? tail.floorId);
        if (!tail.confirmed.has(name)) shown.set(name, tail.floorId);
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
      const isWorthIt = this.#isUnderPressure || stepMs >= retentionMs * floorStep || floorId === tail.assignedId;
      if (floorId === tail.floorId || !isWorthIt) return false;
      tail.floorId = floorId;
      return true;
    });
    if (raised.length === 0) return;
    await saveFloors(
      client,
      raised.map(({ options: { stream, partition }, floorId }) => ({ stream, partition, floorId })),
    );
    await atPoint('after-floor');
    for (const { key, floorId } of raised) await broker.trim(key, floorId, { exactly: this.#isUnderPressure });
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

  /**
   * A group can stand before the floor, and before what its stream holds: the broker lost everything, its stream began again at
   * what every group had confirmed, and then a service was restored from a backup or told to handle earlier events again; or the
   * group is new. It waits for what it lacks. What is within the retention comes back; where there is nothing, the group is put
   * where the stream begins.
   * @returns whether the floor was lowered: the stream is to be built again from there
   */
  async #answerGroups(
    client: PoolClient,
    tail: PartitionTail,
    { beginsAfter, nowMs }: { readonly beginsAfter: string; readonly nowMs: number },
  ): Promise<boolean> {
    const { stream, partition, retentionMs, groups, broker } = tail.options;
    const limit = lowestEntryId([tail.floorId, beginsAfter]);
    const standsAt = (name: string): string => tail.confirmed.get(name) ?? tail.floorId;
    const before = groups.filter((name) => compareEntryIds(standsAt(name), limit) < 0);
    if (before.length === 0) return false;
    const lowest = lowestEntryId([limit, ...before.map(standsAt)]);
    const floorId = highestEntryId([lowest, `${String(Math.max(0, nowMs - retentionMs))}-0`]);
    if (compareEntryIds(floorId, tail.floorId) < 0 && (await hasWindows(client, floorId, tail.floorId))) {
      tail.floorId = floorId;
      await saveFloors(client, [{ stream, partition, floorId }]);
      return true;
    }
    for (const name of before) await broker.moveGroup(tail.key, name, tail.floorId);
    return false;
  }
}

/** Did somebody delete entries above the floor? Not where the stream is ahead of this database: it was restored, and so its floor. */
const isDamaged = ({ head, assignedId, floorId }: PartitionTail, stream: StreamState | undefined): boolean =>
  stream !== undefined && compareEntryIds(stream.beginsAfter, floorId) > 0 && compareEntryIds(head, assignedId) <= 0;

const hasWindows = async (client: PoolClient, afterId: string, upToId: string): Promise<boolean> => {
  const found = await client.query('select from outbox_window where ms between $1 and $2 limit 1', [
    windowMs(afterId),
    windowMs(upToId),
  ]);
  return found.rowCount !== 0;
};
