import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { SagaState } from '../domain/order-saga.js';
import { OrderSagaEntity } from './order-saga.entity.js';

export type StoredSaga = Readonly<Pick<OrderSagaEntity, 'orderId' | 'state' | 'correlationId'>>;

@Injectable()
export class OrderSagaRepository {
  /** @param saga.timeoutMs – from now, on the database's clock */
  async insert(
    saga: { readonly orderId: string; readonly timeoutMs: number; readonly correlationId: string | undefined },
    transaction: EntityManager,
  ): Promise<void> {
    await transaction.query(
      `insert into order_saga (order_id, state, deadline_at, correlation_id, updated_at)
       values ($1, 'reserving', clock_timestamp() + $2 * interval '1 millisecond', $3, clock_timestamp())`,
      [saga.orderId, saga.timeoutMs, saga.correlationId ?? null],
    );
  }

  /** The row stays locked until the transaction ends: whatever else concerns this order waits. */
  async lock(orderId: string, transaction: EntityManager): Promise<StoredSaga | undefined> {
    const lock = { mode: 'pessimistic_write' } as const;
    return (await transaction.findOne(OrderSagaEntity, { where: { orderId }, lock })) ?? undefined;
  }

  /** One saga whose deadline has passed, locked. Instances share the work: a row that another one has locked is skipped. */
  async lockOverdue(transaction: EntityManager): Promise<string | undefined> {
    // Served by the partial index order_saga_deadline.
    const rows = await transaction.query<{ order_id: string }[]>(
      `select order_id from order_saga
       where state = 'reserving' and deadline_at <= clock_timestamp()
       order by deadline_at limit 1 for update skip locked`,
    );
    return rows[0]?.order_id;
  }

  async move(orderId: string, state: SagaState, transaction: EntityManager): Promise<void> {
    await transaction.query('update order_saga set state = $2, updated_at = clock_timestamp() where order_id = $1', [
      orderId,
      state,
    ]);
  }
}
