import type { MigrationInterface, QueryRunner } from 'typeorm';

const tables = [
  `create table users (
     user_id uuid primary key,
     email text not null unique,
     first_name text not null,
     last_name text not null,
     password_hash text not null,
     created_at timestamptz not null,
     updated_at timestamptz not null
   )`,
  // The check is the last guard: no race and no bug can reserve more than there is.
  `create table credit_account (
     user_id uuid primary key references users,
     limit_minor bigint not null check (limit_minor >= 0),
     reserved_minor bigint not null default 0 check (reserved_minor between 0 and limit_minor)
   ) with (fillfactor = 80)`,
  `create table credit_reservation (
     order_id uuid primary key,
     user_id uuid not null,
     amount_minor bigint not null,
     state text not null check (state in ('reserved', 'refused', 'released'))
   )`,
  `create table signing_key (
     kid text primary key,
     private_jwk jsonb not null,
     public_jwk jsonb not null,
     created_at timestamptz not null
   )`,
];

export class CreateUserServiceTables1793000000001 implements MigrationInterface {
  readonly name = 'CreateUserServiceTables1793000000001';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of tables) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table signing_key, credit_reservation, credit_account, users');
  }
}
