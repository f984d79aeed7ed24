import { minorUnits } from '@streampact/edge';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('credit_reservation')
export class CreditReservationEntity {
  @PrimaryColumn('uuid', { name: 'order_id' })
  orderId!: string;

  /** No foreign key: an order of a user that nobody knows is remembered as well. */
  @Column('uuid', { name: 'user_id' })
  userId!: string;

  @Column('bigint', { name: 'amount_minor', transformer: minorUnits })
  amountMinor!: number;

  @Column('text')
  state!: 'reserved' | 'refused' | 'released';
}
