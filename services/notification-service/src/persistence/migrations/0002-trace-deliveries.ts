import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An e-mail is sent later than its event is handled, and belongs to the same trace. */
export class TraceDeliveries1793000000004 implements MigrationInterface {
  readonly name = 'TraceDeliveries1793000000004';

  async up(queryRunner: QueryRunner): Promise<void> {
    // Absent in e-mails that a release before this one writes.
    await queryRunner.query('alter table delivery add column traceparent text');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table delivery drop column traceparent');
  }
}
