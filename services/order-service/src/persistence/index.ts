import { CustomerEntity } from './customer.entity.js';
import { CreateOrderServiceTables1793000000002 } from './migrations/0001-create-tables.js';
import { OrderSagaEntity } from './order-saga.entity.js';
import { OrderEntity } from './order.entity.js';
import { PlacementEntity } from './placement.entity.js';

export const entities = [CustomerEntity, OrderEntity, OrderSagaEntity, PlacementEntity];
/** In order; new ones go to the end. */
export const migrations = [CreateOrderServiceTables1793000000002];
