import { type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { Logger } from '@streampact/runtime';
import { openDatabase, type DatabaseOptions } from './open-database.js';

/** TypeORM's module with a DataSource that openDatabase made. Nest closes it last (onApplicationShutdown). */
export const databaseModule = (options: DatabaseOptions, logger: Logger): DynamicModule =>
  TypeOrmModule.forRootAsync({
    // openDatabase has waited long enough: one attempt, and its own error.
    useFactory: () => ({ type: 'postgres', retryAttempts: 1, toRetry: () => false }),
    dataSourceFactory: async () => openDatabase(options, logger),
  });
