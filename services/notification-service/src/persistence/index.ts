import { DeliveryEntity } from './delivery.entity.js';
import { CreateNotificationServiceTables1793000000003 } from './migrations/0001-create-tables.js';
import { TraceDeliveries1793000000004 } from './migrations/0002-trace-deliveries.js';
import { RecipientEntity } from './recipient.entity.js';

export const entities = [RecipientEntity, DeliveryEntity];
/** In order; new ones go to the end. */
export const migrations = [CreateNotificationServiceTables1793000000003, TraceDeliveries1793000000004];
