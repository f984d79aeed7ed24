import type { MigrationInterface, QueryRunner } from 'typeorm';

const statements = [
  `create table customer (
     user_id uuid primary key,
     first_name text not null,
     last_name text not null
   )`,
  `create table orders (
     order_id uuid primary key,
     user_id uuid not null references customer,
     status text not null check (status in ('pending', 'confirmed', 'rejected', 'cancelled')),
     reason text check ((reason is not null) = (status = 'rejected')),
     items jsonb not null,
     total_minor bigint not null,
     currency text not null,
     placed_at timestamptz not null,
     updated_at timestamptz not null
   )`,
  `create index orders_of_user on orders (user_id, order_id desc)`,
  `create table placement (
     user_id uuid not null,
     idempotency_key text not null,
     body_hash text not null,
     order_id uuid not null references orders deferrable initially deferred,
     primary key (user_id, idempotency_key)
   )`,
  `create table order_saga (
     order_id uuid primary key references orders,
     state text not null check (state in ('reserving', 'reserved', 'releasing', 'closed')),
     deadline_at timestamptz not null,
     correlation_id text,
     updated_at timestamptz not null
   )`,
  // Small: only what still waits for an answer.
  `create index order_saga_deadline on order_saga (deadline_at) where state = 'reserving'`,
];

export class CreateOrderServiceTables1793000000002 implements MigrationInterface {
  readonly name = 'CreateOrderServiceTables1793000000002';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of statements) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table order_saga, placement, orders, customer');
  }
}
