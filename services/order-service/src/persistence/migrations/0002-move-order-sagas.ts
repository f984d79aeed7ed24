import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The order saga moves from a table of this service into those of @streampact/runtime. Each saga keeps its state, its deadline
 * and its story; the undo of its placing is recorded where it was not said yet. `placing` had no record of its event: the
 * order's own row in the outbox may be retired, so the id of the order stands for it.
 */
const up = [
  `insert into saga (name, id, version, state, data, correlation_id, began_at, changed_at, ended_at, history)
   select 'order', s.order_id, 1, s.state,
          json_build_object('userId', o.user_id,
                            'total', json_build_object('amountMinor', o.total_minor, 'currency', o.currency)),
          coalesce(s.correlation_id, s.order_id::text), o.placed_at, s.updated_at,
          case s.state when 'closed' then s.updated_at end,
          jsonb_build_array(jsonb_build_object('at', clock_timestamp(), 'input', 'migration', 'from', null, 'to', s.state))
   from order_saga s join orders o using (order_id)`,
  `insert into saga_timer (saga, id, timer, due_at, next_at)
   select 'order', order_id, 'answerIsLate', deadline_at, deadline_at from order_saga where state = 'reserving'`,
  `insert into saga_step (saga, id, number, step, event_id, undo_type, undo, sent_at, undone_at)
   select 'order', s.order_id, 1, 'placing', s.order_id, 'ORDER_CANCELLED',
          json_build_object('orderId', s.order_id, 'userId', o.user_id), o.placed_at,
          case when s.state in ('releasing', 'closed') then s.updated_at end
   from order_saga s join orders o using (order_id)`,
  'drop table order_saga',
];

const down = [
  `create table order_saga (
     order_id uuid primary key references orders,
     state text not null check (state in ('reserving', 'reserved', 'releasing', 'closed')),
     deadline_at timestamptz not null,
     correlation_id text,
     updated_at timestamptz not null
   )`,
  `create index order_saga_deadline on order_saga (deadline_at) where state = 'reserving'`,
  `insert into order_saga (order_id, state, deadline_at, correlation_id, updated_at)
   select s.id::uuid, s.state, coalesce(t.due_at, s.began_at), s.correlation_id, s.changed_at
   from saga s left join saga_timer t on t.saga = s.name and t.id = s.id and t.timer = 'answerIsLate'
   where s.name = 'order'`,
  `delete from saga where name = 'order'`,
];

export class MoveOrderSagas1793000000012 implements MigrationInterface {
  readonly name = 'MoveOrderSagas1793000000012';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of up) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const statement of down) await queryRunner.query(statement);
  }
}
