import { CustomerEntity } from './customer.entity.js';
import { CreateOrderServiceTables1793000000002 } from './migrations/0001-create-tables.js';
import { MoveOrderSagas1793000000012 } from './migrations/0002-move-order-sagas.js';
import { OrderEntity } from './order.entity.js';
import { PlacementEntity } from './placement.entity.js';

export const entities = [CustomerEntity, OrderEntity, PlacementEntity];
/** In order; new ones go to the end. */
export const migrations = [CreateOrderServiceTables1793000000002, MoveOrderSagas1793000000012];
