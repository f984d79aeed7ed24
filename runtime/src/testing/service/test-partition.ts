/** One partition of a stream that the tested service reads: a stream in memory, and the lease that deliveries need. */
import { handleBatch } from '../../consumer/batch.js';
import type { DeliveryScope } from '../../consumer/delivery.js';
import { readPosition } from '../../consumer/leases.js';
import { handleUnfinished } from '../../consumer/unfinished.js';
import { decodeEntry } from '../../envelope/decode-entry.js';
import type { PartitionLease } from '../../inbox/inbox.js';
import { MemoryStream } from '../broker/memory-stream.js';

export class TestPartition {
  readonly #stream = new MemoryStream();

  private constructor(
    readonly scope: DeliveryScope,
    readonly lease: PartitionLease,
  ) {}

  static async open(scope: DeliveryScope, lease: PartitionLease): Promise<TestPartition> {
    const partition = new TestPartition(scope, lease);
    // New entries have to come after what was handled before: it may be a former test's, with a clock that was ahead.
    partition.#stream.setId(await readPosition(scope.pool, lease));
    return partition;
  }

  /** @returns the identity that the inbox will know it by */
  append(fields: readonly string[], nowMs: number): string {
    const id = this.#stream.nextId(nowMs);
    this.#stream.add({ id, fields });
    return decodeEntry(this.scope.consumer.channel.address, id, fields).event.id;
  }

  /**
   * Handles what follows the position, as the owner of the partition does.
   * @throws what is no message's fault; the position is where it was, and the next call begins there
   */
  async deliver(): Promise<void> {
    const { scope, lease } = this;
    for (;;) {
      const position = await readPosition(scope.pool, lease);
      const entries = this.#stream.after(position, batchMax);
      if (entries.length === 0) return;
      const { address } = scope.consumer.channel;
      await handleBatch(scope, lease, {
        entries: entries.map(({ id, fields }) => decodeEntry(address, id, fields)),
        isGapless: Promise.resolve(true),
      });
    }
  }

  /** Handles what is due of the messages that failed, and what waits behind them. @throws as `deliver` */
  async deliverUnfinished(): Promise<void> {
    await handleUnfinished(this.scope, this.lease, () => false);
  }
}

/** As EventRuntime's default. */
const batchMax = 200;
