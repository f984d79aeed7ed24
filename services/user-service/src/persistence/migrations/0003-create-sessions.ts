import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `create table session (
     session_id uuid primary key,
     user_id uuid not null references users on delete cascade,
     started_at timestamptz not null,
     ends_at timestamptz not null,
     ended_at timestamptz,
     ended_because text check (ended_because in ('log-out', 'refresh token used twice')),
     check ((ended_at is null) = (ended_because is null))
   )`,
  // For "end all sessions of a user", and for deleting what is over.
  'create index session_user_id on session (user_id)',
  'create index session_ends_at on session (ends_at)',
  // SHA-256 of the token: 32 random bytes need no slow hash, and a copy of the table opens no session. Used ones stay as long
  // as their session: that is how a second use is noticed.
  `create table refresh_token (
     token_hash bytea primary key check (length(token_hash) = 32),
     session_id uuid not null references session on delete cascade,
     issued_at timestamptz not null,
     used_at timestamptz
   )`,
  'create index refresh_token_session_id on refresh_token (session_id)',
];

export class CreateSessions1793000000003 implements MigrationInterface {
  readonly name = 'CreateSessions1793000000003';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of statements) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table refresh_token, session');
  }
}
