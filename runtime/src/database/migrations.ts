/** The library's tables as TypeORM migrations; a service lists them before its own. */
import type { MigrationInterface } from 'typeorm';
import { createTables } from './migrations/0001-create-tables.js';
import { groupsFloorsAndEras } from './migrations/0002-groups-floors-and-eras.js';
import { extendConsumer } from './migrations/0003-extend-consumer.js';
import { createSagaTables } from './migrations/0004-create-saga-tables.js';
import { createAudit } from './migrations/0005-create-audit.js';
import { traceSagaTimers } from './migrations/0006-trace-saga-timers.js';
import { countRecoveries } from './migrations/0007-count-recoveries.js';

export const streampactMigrations: readonly (new () => MigrationInterface)[] = [
  createTables,
  groupsFloorsAndEras,
  extendConsumer,
  createSagaTables,
  createAudit,
  traceSagaTimers,
  countRecoveries,
];
