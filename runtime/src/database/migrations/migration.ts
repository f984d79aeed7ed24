/** A migration of this library as data: statements, named without a schema (`search_path` decides). */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export interface Statements {
  /** Ends with 13 digits, by which TypeORM orders migrations; ours begin with zeros and so come before a service's own. */
  readonly name: string;
  readonly up: readonly string[];
  readonly down: readonly string[];
}

export const migration = ({ name, up, down }: Statements): new () => MigrationInterface =>
  class implements MigrationInterface {
    readonly name = name;

    async up(queryRunner: QueryRunner): Promise<void> {
      for (const statement of up) await queryRunner.query(statement);
    }

    async down(queryRunner: QueryRunner): Promise<void> {
      for (const statement of down) await queryRunner.query(statement);
    }
  };
