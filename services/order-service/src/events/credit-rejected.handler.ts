import { Injectable } from '@nestjs/common';
import type { CreditRejectedEvent } from '@streampact/generated/user-service';
import type { HandlerContext, MessageHandler } from '@streampact/runtime';
import { OrderSaga } from './order.saga.js';

@Injectable()
export class CreditRejectedHandler implements MessageHandler<CreditRejectedEvent> {
  constructor(private readonly saga: OrderSaga) {}

  async handle({ data }: CreditRejectedEvent, { transaction }: HandlerContext): Promise<void> {
    await this.saga.advance(data.orderId, { kind: 'credit-rejected', reason: data.reason }, transaction);
  }
}
