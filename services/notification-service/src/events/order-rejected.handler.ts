import { Injectable } from '@nestjs/common';
import type { OrderRejectedEvent } from '@streampact/generated/order-service';
import type { HandlerContext, MessageHandler } from '@streampact/runtime';
import { Notifier } from './notifier.js';

@Injectable()
export class OrderRejectedHandler implements MessageHandler<OrderRejectedEvent> {
  constructor(private readonly notifier: Notifier) {}

  async handle(event: OrderRejectedEvent, { transaction }: HandlerContext): Promise<void> {
    const { orderId, reason } = event.data;
    await this.notifier.notify(event, { template: 'ORDER_REJECTED', orderId, reason }, transaction);
  }
}
