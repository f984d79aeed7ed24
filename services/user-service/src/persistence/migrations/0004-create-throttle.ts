import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  // Unlogged: written at each attempt, and worth nothing an hour later. After a crash of PostgreSQL, counting begins anew.
  `create unlogged table throttle (
     key bytea primary key,
     free_at timestamptz not null
   )`,
  'create index throttle_free_at on throttle (free_at)',
];

export class CreateThrottle1793000000004 implements MigrationInterface {
  readonly name = 'CreateThrottle1793000000004';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of statements) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table throttle');
  }
}
