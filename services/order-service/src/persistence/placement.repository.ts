import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { PlacementEntity } from './placement.entity.js';

export type Placement = Readonly<PlacementEntity>;

@Injectable()
export class PlacementRepository {
  /**
   * Takes the key for this order. A second request with the same key waits here until the first has committed or rolled back.
   * @returns the placement that has the key: the given one, or an earlier one
   */
  async claim(placement: Placement, transaction: EntityManager): Promise<Placement> {
    const { userId, idempotencyKey, bodyHash, orderId } = placement;
    const inserted = await transaction.query<unknown[]>(
      `insert into placement (user_id, idempotency_key, body_hash, order_id) values ($1, $2, $3, $4)
       on conflict do nothing returning 1`,
      [userId, idempotencyKey, bodyHash, orderId],
    );
    if (inserted.length === 1) return placement;
    return transaction.findOneByOrFail(PlacementEntity, { userId, idempotencyKey });
  }
}
