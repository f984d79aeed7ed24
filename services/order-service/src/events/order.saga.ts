/** The order saga with its effects: what domain/order-saga.ts decides is saved and published in one transaction. */
import { Inject, Injectable } from '@nestjs/common';
import { loggerToken } from '@streampact/edge';
import { OrderServicePublisher } from '@streampact/generated/order-service';
import { currentMessageContext, NonRetryableError, type Logger, type PublishOptions } from '@streampact/runtime';
import type { EntityManager } from 'typeorm';
import { configToken, type OrderServiceConfig } from '../config.js';
import { decide, type OrderChange, type SagaInput } from '../domain/order-saga.js';
import type { Order } from '../domain/order.js';
import { OrderSagaRepository } from '../persistence/order-saga.repository.js';
import { OrderRepository } from '../persistence/order.repository.js';

@Injectable()
export class OrderSaga {
  constructor(
    private readonly sagas: OrderSagaRepository,
    private readonly orders: OrderRepository,
    private readonly publisher: OrderServicePublisher,
    @Inject(configToken) private readonly config: OrderServiceConfig,
    @Inject(loggerToken) private readonly logger: Logger,
  ) {}

  /** In the transaction that saves the order: the answer comes on another stream and may be here before we look again. */
  async begin({ orderId, userId, items, total }: Order, transaction: EntityManager): Promise<void> {
    const { correlationId } = currentMessageContext();
    await this.sagas.insert({ orderId, timeoutMs: this.config.orderTimeoutMs, correlationId }, transaction);
    await this.publisher.orderPlaced({ orderId, userId, items, total }, { transaction });
  }

  /**
   * Locks the saga first, so that of an answer, a deadline and a cancellation that come together only one decides.
   * @throws NonRetryableError – there is no such order here, and there will be none
   */
  async advance(orderId: string, input: SagaInput, transaction: EntityManager): Promise<void> {
    const saga = await this.sagas.lock(orderId, transaction);
    if (!saga) {
      throw new NonRetryableError(
        `There is no saga of order ${orderId}, which ${input.kind} is about. Was this database restored from a backup?`,
      );
    }
    const decision = decide(saga.state, input);
    if (decision.kind === 'ignore') {
      this.logger.debug(
        { orderId, state: saga.state, input: input.kind, because: decision.because },
        'saga input ignored',
      );
      return;
    }
    await this.sagas.move(orderId, decision.to, transaction);
    if (!decision.order) return;
    await this.orders.change(orderId, decision.order, new Date(), transaction);
    const story = saga.correlationId === null ? {} : { correlationId: saga.correlationId };
    await this.#publish(orderId, decision.order, { transaction, ...story });
  }

  async #publish(
    orderId: string,
    change: OrderChange,
    options: PublishOptions & { readonly transaction: EntityManager },
  ): Promise<void> {
    const order = await this.orders.find({ orderId }, options.transaction);
    if (!order) throw new NonRetryableError(`Order ${orderId} has a saga but is not stored.`);
    const { userId, total } = order;
    if (change.status === 'confirmed') await this.publisher.orderConfirmed({ orderId, userId, total }, options);
    else if (change.status === 'cancelled') await this.publisher.orderCancelled({ orderId, userId }, options);
    else await this.publisher.orderRejected({ orderId, userId, reason: change.reason }, options);
  }
}
