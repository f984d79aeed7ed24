/** The library's tables as TypeORM migrations; a service lists them before its own. */
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTables, tables } from './schema.js';

class CreateStreampactTables0000000000001 implements MigrationInterface {
  // TypeORM orders migrations by the last 13 digits of this name.
  readonly name = 'CreateStreampactTables0000000000001';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of createTables) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of tables) await queryRunner.query(`drop table ${table}`);
  }
}

export const streampactMigrations: readonly (new () => MigrationInterface)[] = [CreateStreampactTables0000000000001];
