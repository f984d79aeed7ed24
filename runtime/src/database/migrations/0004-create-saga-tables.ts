/** Sagas: where each one is, when its timers are due, what undoes its steps, and what it keeps for later. */
import { migration } from './migration.js';

export const createSagaTables = migration({
  name: 'CreateSagaTables0000000000004',
  up: [
    // Every input locks this row first: whatever comes at once is decided one after the other.
    `create table saga (
     name text not null,
     id text not null,
     version int not null,
     state text not null,
     data json not null,
     correlation_id text not null,
     deferred int not null default 0,
     history jsonb not null default '[]',
     began_at timestamptz not null default clock_timestamp(),
     changed_at timestamptz not null default clock_timestamp(),
     ended_at timestamptz,
     primary key (name, id)
   )`,
    // Serves lists of live sagas, and the question which states are stored.
    `create index saga_live on saga (name, version, state) where ended_at is null`,
    `create index saga_ended on saga (name, ended_at) where ended_at is not null`,
    // due_at is what the saga wanted; next_at is when it is tried, later than due_at after a failure.
    `create table saga_timer (
     saga text not null,
     id text not null,
     timer text not null,
     due_at timestamptz not null,
     next_at timestamptz not null,
     failures int not null default 0,
     error json,
     primary key (saga, id, timer),
     foreign key (saga, id) references saga (name, id) on delete cascade
   )`,
    `create index saga_timer_next on saga_timer (next_at)`,
    // The undo is stored whole when its step is sent: it needs nothing of the definition that will run then.
    `create table saga_step (
     saga text not null,
     id text not null,
     number int not null,
     step text not null,
     event_id uuid not null,
     undo_type text not null,
     undo json not null,
     sent_at timestamptz not null default clock_timestamp(),
     undone_at timestamptz,
     undo_event_id uuid,
     primary key (saga, id, number),
     foreign key (saga, id) references saga (name, id) on delete cascade
   )`,
    `create table saga_deferred (
     number bigint generated always as identity primary key,
     saga text not null,
     id text not null,
     input json not null,
     because text not null,
     deferred_at timestamptz not null default clock_timestamp(),
     foreign key (saga, id) references saga (name, id) on delete cascade
   )`,
    `create index saga_deferred_of on saga_deferred (saga, id, number)`,
  ],
  down: ['drop table saga_deferred, saga_step, saga_timer, saga'],
});
