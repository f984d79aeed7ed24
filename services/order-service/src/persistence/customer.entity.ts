import { Column, Entity, PrimaryColumn } from 'typeorm';

/** This service's own view of users, kept from USER_CREATED and USER_PROFILE_UPDATED. No e-mail address: not needed here. */
@Entity('customer')
export class CustomerEntity {
  @PrimaryColumn('uuid', { name: 'user_id' })
  userId!: string;

  @Column('text', { name: 'first_name' })
  firstName!: string;

  @Column('text', { name: 'last_name' })
  lastName!: string;
}
