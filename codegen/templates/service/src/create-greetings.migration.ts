import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateGreetings1700000000000 implements MigrationInterface {
  readonly name = 'CreateGreetings1700000000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('create table greetings (name text primary key, count integer not null)');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table greetings');
  }
}
