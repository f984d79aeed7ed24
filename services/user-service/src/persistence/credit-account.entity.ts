import { minorUnits } from '@streampact/edge';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('credit_account')
export class CreditAccountEntity {
  @PrimaryColumn('uuid', { name: 'user_id' })
  userId!: string;

  @Column('bigint', { name: 'limit_minor', transformer: minorUnits })
  limitMinor!: number;

  @Column('bigint', { name: 'reserved_minor', transformer: minorUnits })
  reservedMinor!: number;
}
