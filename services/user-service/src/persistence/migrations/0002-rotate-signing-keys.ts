import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a key begins to sign, and until when tokens that it signed are accepted (null: it has no successor yet). */
export class RotateSigningKeys1793000000002 implements MigrationInterface {
  readonly name = 'RotateSigningKeys1793000000002';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'alter table signing_key add column signs_from timestamptz, add column published_until timestamptz',
    );
    await queryRunner.query('update signing_key set signs_from = created_at');
    // The default is for an instance of the release before, which may still be starting.
    await queryRunner.query(
      'alter table signing_key alter column signs_from set default clock_timestamp(), alter column signs_from set not null',
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table signing_key drop column signs_from, drop column published_until');
  }
}
