import { CreditAccountEntity } from './credit-account.entity.js';
import { CreditReservationEntity } from './credit-reservation.entity.js';
import { CreateUserServiceTables1793000000001 } from './migrations/0001-create-tables.js';
import { SigningKeyEntity } from './signing-key.entity.js';
import { UserEntity } from './user.entity.js';

export const entities = [UserEntity, CreditAccountEntity, CreditReservationEntity, SigningKeyEntity];
/** In order; new ones go to the end. */
export const migrations = [CreateUserServiceTables1793000000001];
