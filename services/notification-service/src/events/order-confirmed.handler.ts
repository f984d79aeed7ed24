import { Injectable } from '@nestjs/common';
import type { OrderConfirmedEvent } from '@streampact/generated/order-service';
import type { HandlerContext, MessageHandler } from '@streampact/runtime';
import { Notifier } from './notifier.js';

@Injectable()
export class OrderConfirmedHandler implements MessageHandler<OrderConfirmedEvent> {
  constructor(private readonly notifier: Notifier) {}

  async handle(event: OrderConfirmedEvent, { transaction }: HandlerContext): Promise<void> {
    const { orderId, total } = event.data;
    await this.notifier.notify(event, { template: 'ORDER_CONFIRMED', orderId, total }, transaction);
  }
}
