import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `create table recipient (
     user_id uuid primary key,
     email text not null,
     first_name text not null,
     last_name text not null
   )`,
  `create table delivery (
     notification_id uuid primary key,
     user_id uuid not null references recipient,
     template text not null,
     event_id uuid not null,
     correlation_id text,
     to_name text not null,
     to_email text not null,
     subject text not null,
     body_text text not null,
     status text not null default 'pending' check (status in ('pending', 'sent', 'failed')),
     attempts int not null default 0,
     next_attempt_at timestamptz not null,
     last_error text,
     created_at timestamptz not null,
     sent_at timestamptz,
     check ((status = 'sent') = (sent_at is not null))
   )`,
  // Small: only what is still to be sent.
  `create index delivery_due on delivery (next_attempt_at) where status = 'pending'`,
  `create index delivery_of_user on delivery (user_id, notification_id desc)`,
];

export class CreateNotificationServiceTables1793000000003 implements MigrationInterface {
  readonly name = 'CreateNotificationServiceTables1793000000003';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of statements) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table delivery, recipient');
  }
}
