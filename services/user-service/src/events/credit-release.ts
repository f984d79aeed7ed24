import { Injectable } from '@nestjs/common';
import { UserServicePublisher } from '@streampact/generated/user-service';
import type { EntityManager } from 'typeorm';
import { creditCurrency, releaseCredit } from '../domain/credit.js';
import { CreditRepository } from '../persistence/credit.repository.js';

/** What the end of an order means here, whether it was rejected or cancelled. */
@Injectable()
export class CreditRelease {
  constructor(
    private readonly credit: CreditRepository,
    private readonly publisher: UserServicePublisher,
  ) {}

  /** Answers CREDIT_RELEASED once an order, also if nothing was reserved: order-service waits for it. */
  async release(
    order: { readonly orderId: string; readonly userId: string },
    transaction: EntityManager,
  ): Promise<void> {
    const { orderId, userId } = order;
    const stored = await this.credit.lock(order, transaction);
    const decision = releaseCredit({ order: { orderId, userId }, ...stored });
    if (decision.kind === 'released-before') return;
    await this.credit.save(decision, transaction);
    const amount = { amountMinor: decision.amountMinor, currency: creditCurrency };
    await this.publisher.creditReleased({ orderId, userId, amount }, { transaction });
  }
}
