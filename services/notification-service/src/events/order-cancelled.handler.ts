import { Injectable } from '@nestjs/common';
import type { OrderCancelledEvent } from '@streampact/generated/order-service';
import type { HandlerContext, MessageHandler } from '@streampact/runtime';
import { Notifier } from './notifier.js';

@Injectable()
export class OrderCancelledHandler implements MessageHandler<OrderCancelledEvent> {
  constructor(private readonly notifier: Notifier) {}

  async handle(event: OrderCancelledEvent, { transaction }: HandlerContext): Promise<void> {
    const { orderId } = event.data;
    await this.notifier.notify(event, { template: 'ORDER_CANCELLED', orderId }, transaction);
  }
}
