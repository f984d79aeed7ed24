import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Which order an Idempotency-Key of a customer has placed. */
@Entity('placement')
export class PlacementEntity {
  @PrimaryColumn('uuid', { name: 'user_id' })
  userId!: string;

  @PrimaryColumn('text', { name: 'idempotency_key' })
  idempotencyKey!: string;

  /** SHA-256 of what was ordered, to tell a repeated request from another one under the same key. */
  @Column('text', { name: 'body_hash' })
  bodyHash!: string;

  @Column('uuid', { name: 'order_id' })
  orderId!: string;
}
