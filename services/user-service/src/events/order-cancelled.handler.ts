import { Injectable } from '@nestjs/common';
import type { OrderCancelledEvent } from '@streampact/generated/order-service';
import type { HandlerContext, MessageHandler } from '@streampact/runtime';
import { CreditRelease } from './credit-release.js';

@Injectable()
export class OrderCancelledHandler implements MessageHandler<OrderCancelledEvent> {
  constructor(private readonly creditRelease: CreditRelease) {}

  async handle({ data }: OrderCancelledEvent, { transaction }: HandlerContext): Promise<void> {
    await this.creditRelease.release(data, transaction);
  }
}
