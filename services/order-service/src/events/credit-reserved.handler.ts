import { Injectable } from '@nestjs/common';
import type { CreditReservedEvent } from '@streampact/generated/user-service';
import type { HandlerContext, MessageHandler } from '@streampact/runtime';
import { OrderSaga } from './order.saga.js';

@Injectable()
export class CreditReservedHandler implements MessageHandler<CreditReservedEvent> {
  constructor(private readonly saga: OrderSaga) {}

  async handle({ data }: CreditReservedEvent, { transaction }: HandlerContext): Promise<void> {
    await this.saga.advance(data.orderId, { kind: 'credit-reserved' }, transaction);
  }
}
