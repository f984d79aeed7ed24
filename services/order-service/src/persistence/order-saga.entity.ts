import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { SagaState } from '../domain/order-saga.js';

@Entity('order_saga')
export class OrderSagaEntity {
  @PrimaryColumn('uuid', { name: 'order_id' })
  orderId!: string;

  @Column('text')
  state!: SagaState;

  /** On the database's clock, so that instances whose clocks differ agree. */
  @Column('timestamptz', { name: 'deadline_at' })
  deadlineAt!: Date;

  /** Of the request that placed the order: whatever happens to the order later belongs to the same story. */
  @Column('text', { name: 'correlation_id', nullable: true })
  correlationId!: string | null;

  @Column('timestamptz', { name: 'updated_at' })
  updatedAt!: Date;
}
