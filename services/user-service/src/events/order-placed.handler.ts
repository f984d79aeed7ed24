import { Injectable } from '@nestjs/common';
import type { OrderPlacedEvent } from '@streampact/generated/order-service';
import { UserServicePublisher } from '@streampact/generated/user-service';
import type { HandlerContext, MessageHandler } from '@streampact/runtime';
import { reserveCredit } from '../domain/credit.js';
import { CreditRepository } from '../persistence/credit.repository.js';

/** Reserves the order's total, and answers whether there was credit for it. */
@Injectable()
export class OrderPlacedHandler implements MessageHandler<OrderPlacedEvent> {
  constructor(
    private readonly credit: CreditRepository,
    private readonly publisher: UserServicePublisher,
  ) {}

  async handle({ data: order }: OrderPlacedEvent, { transaction }: HandlerContext): Promise<void> {
    const { orderId, userId, total } = order;
    const stored = await this.credit.lock(order, transaction);
    const decision = reserveCredit({ order, ...stored });
    if (decision.kind === 'answered-before') return;
    await this.credit.save(decision, transaction);
    if (decision.kind === 'reserved') {
      await this.publisher.creditReserved({ orderId, userId, amount: total }, { transaction });
    } else {
      await this.publisher.creditRejected({ orderId, userId, reason: decision.reason }, { transaction });
    }
  }
}
