import { Injectable } from '@nestjs/common';
import type { CreditReleasedEvent } from '@streampact/generated/user-service';
import type { HandlerContext, MessageHandler } from '@streampact/runtime';
import { OrderSaga } from './order.saga.js';

@Injectable()
export class CreditReleasedHandler implements MessageHandler<CreditReleasedEvent> {
  constructor(private readonly saga: OrderSaga) {}

  async handle({ data }: CreditReleasedEvent, { transaction }: HandlerContext): Promise<void> {
    await this.saga.advance(data.orderId, { kind: 'credit-released' }, transaction);
  }
}
