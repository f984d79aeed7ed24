import { Column, Entity, PrimaryColumn } from 'typeorm';

/** This service's own view of users: whom to write to, kept from USER_CREATED and USER_PROFILE_UPDATED. */
@Entity('recipient')
export class RecipientEntity {
  @PrimaryColumn('uuid', { name: 'user_id' })
  userId!: string;

  @Column('text')
  email!: string;

  @Column('text', { name: 'first_name' })
  firstName!: string;

  @Column('text', { name: 'last_name' })
  lastName!: string;
}
