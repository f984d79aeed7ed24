import { CreditAccountEntity } from './credit-account.entity.js';
import { CreditReservationEntity } from './credit-reservation.entity.js';
import { CreateUserServiceTables1793000000001 } from './migrations/0001-create-tables.js';
import { CreateSessions1793000000003 } from './migrations/0003-create-sessions.js';
import { CreateThrottle1793000000004 } from './migrations/0004-create-throttle.js';
import { RotateSigningKeys1793000000002 } from './migrations/0002-rotate-signing-keys.js';
import { UserEntity } from './user.entity.js';

export const entities = [UserEntity, CreditAccountEntity, CreditReservationEntity];
/** In order; new ones go to the end. */
export const migrations = [
  CreateUserServiceTables1793000000001,
  RotateSigningKeys1793000000002,
  CreateSessions1793000000003,
  CreateThrottle1793000000004,
];
