import { Injectable } from '@nestjs/common';
import type { OrderRejectedEvent } from '@streampact/generated/order-service';
import type { HandlerContext, MessageHandler } from '@streampact/runtime';
import { CreditRelease } from './credit-release.js';

@Injectable()
export class OrderRejectedHandler implements MessageHandler<OrderRejectedEvent> {
  constructor(private readonly creditRelease: CreditRelease) {}

  async handle({ data }: OrderRejectedEvent, { transaction }: HandlerContext): Promise<void> {
    await this.creditRelease.release(data, transaction);
  }
}
