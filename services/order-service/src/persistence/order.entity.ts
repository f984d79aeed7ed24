import { minorUnits } from '@streampact/edge';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { OrderItem, OrderStatus, RejectionReason } from '../domain/order.js';

@Entity('orders')
export class OrderEntity {
  /** UUIDv7: its order is the order of placing. */
  @PrimaryColumn('uuid', { name: 'order_id' })
  orderId!: string;

  @Column('uuid', { name: 'user_id' })
  userId!: string;

  @Column('text')
  status!: OrderStatus;

  @Column('text', { nullable: true })
  reason!: RejectionReason | null;

  @Column('jsonb')
  items!: readonly OrderItem[];

  @Column('bigint', { name: 'total_minor', transformer: minorUnits })
  totalMinor!: number;

  @Column('text')
  currency!: string;

  @Column('timestamptz', { name: 'placed_at' })
  placedAt!: Date;

  @Column('timestamptz', { name: 'updated_at' })
  updatedAt!: Date;
}
