import { Injectable } from '@nestjs/common';
import { NonRetryableError, type ChangeContext, type SagaChanges } from '@streampact/runtime';
import type { OrderChange } from '../domain/order.js';
import { OrderRepository } from '../persistence/order.repository.js';
import type { orderSaga } from './order.saga.js';

/** What the saga decides about an order is what its customer sees. */
@Injectable()
export class OrderChanges implements SagaChanges<typeof orderSaga> {
  constructor(private readonly orders: OrderRepository) {}

  async apply(change: OrderChange, { id: orderId, transaction }: ChangeContext): Promise<void> {
    if (await this.orders.change(orderId, change, new Date(), transaction)) return;
    throw new NonRetryableError(`Order ${orderId} has a saga but is not stored.`);
  }
}
