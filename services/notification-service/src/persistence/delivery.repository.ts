import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { DeliveryEntity } from './delivery.entity.js';

export type Delivery = Readonly<DeliveryEntity>;
export type NewDelivery = Pick<
  Delivery,
  | 'notificationId'
  | 'userId'
  | 'template'
  | 'eventId'
  | 'correlationId'
  | 'traceparent'
  | 'toName'
  | 'toEmail'
  | 'subject'
  | 'text'
>;
/** Which attempt at which delivery: what a worker holds while it sends. */
export type Claim = Pick<Delivery, 'notificationId' | 'attempts'>;

@Injectable()
export class DeliveryRepository {
  constructor(private readonly dataSource: DataSource) {}

  async insert(delivery: NewDelivery, transaction: EntityManager): Promise<void> {
    const now = () => 'clock_timestamp()';
    await transaction.insert(DeliveryEntity, { ...delivery, nextAttemptAt: now, createdAt: now });
  }

  /** Newest first. Served by the index delivery_of_user. */
  async list(userId: string, limit: number): Promise<readonly Delivery[]> {
    return this.dataSource.manager.find(DeliveryEntity, {
      where: { userId },
      order: { notificationId: 'DESC' },
      take: limit,
    });
  }

  /**
   * The next delivery that is due, counted as one more attempt. For `claimMs` no other worker takes it; a worker that dies
   * meanwhile loses it then, and it is sent again: the same Message-ID lets mail programs drop the second.
   */
  async claimNext(claimMs: number): Promise<Delivery | undefined> {
    return this.dataSource.transaction(async (transaction) => {
      // Served by the partial index delivery_due. Instances share the work: rows that another one has locked are skipped.
      const due = await transaction
        .createQueryBuilder(DeliveryEntity, 'delivery')
        .where(`delivery.status = 'pending' and delivery.nextAttemptAt <= clock_timestamp()`)
        .orderBy('delivery.nextAttemptAt')
        .limit(1)
        .setLock('pessimistic_write')
        .setOnLocked('skip_locked')
        .getOne();
      if (!due) return undefined;
      const attempts = due.attempts + 1;
      await this.#update(due, { attempts, delayMs: claimMs }, transaction);
      return Object.assign(due, { attempts });
    });
  }

  /** @returns false if the claim had run out and another worker has it now; then nothing was changed */
  async markSent(claim: Claim, at: Date, transaction: EntityManager): Promise<boolean> {
    return this.#end(claim, { status: 'sent', sentAt: at, lastError: null }, transaction);
  }

  /** @returns as markSent */
  async markFailed(claim: Claim, lastError: string, transaction: EntityManager): Promise<boolean> {
    return this.#end(claim, { status: 'failed', lastError }, transaction);
  }

  async postpone(claim: Claim, options: { readonly delayMs: number; readonly lastError: string }): Promise<void> {
    await this.#update(claim, { ...options, attempts: claim.attempts });
  }

  /** The attempt did not count: nobody was there to take the e-mail. */
  async giveBack(claim: Claim, lastError: string): Promise<void> {
    await this.#update(claim, { attempts: claim.attempts - 1, delayMs: 0, lastError });
  }

  async #end(
    claim: Claim,
    change: Partial<Pick<Delivery, 'status' | 'sentAt' | 'lastError'>>,
    transaction: EntityManager,
  ): Promise<boolean> {
    const { notificationId, attempts } = claim;
    const held = { notificationId, attempts, status: 'pending' } as const;
    const { affected } = await transaction.update(DeliveryEntity, held, change);
    return affected === 1;
  }

  async #update(
    claim: Claim,
    change: { readonly attempts: number; readonly delayMs: number; readonly lastError?: string },
    transaction: EntityManager = this.dataSource.manager,
  ): Promise<void> {
    await transaction.query(
      `update delivery set attempts = $3, next_attempt_at = clock_timestamp() + $4 * interval '1 millisecond',
              last_error = coalesce($5, last_error)
       where notification_id = $1 and attempts = $2 and status = 'pending'`,
      [claim.notificationId, claim.attempts, change.attempts, change.delayMs, change.lastError ?? null],
    );
  }
}
