/** Outbox, windows, leases, positions and inbox: the tables that every service's database has of this library. */
import { migration } from './migration.js';

export const createTables = migration({
  // TypeORM orders migrations by the last 13 digits of this name.
  name: 'CreateStreampactTables0000000000001',
  up: [
    // Insert-only log of published events. `seq` has CACHE 1 so that, under the advisory lock of a key, seq order is
    // commit order. `json`, not `jsonb`: the text that was validated is the text that is sent.
    `create table outbox (
     seq bigint generated always as identity (cache 1) primary key,
     era int not null default 1,
     xid xid8 not null default pg_current_xact_id(),
     id uuid not null,
     stream text not null,
     partition int not null,
     type text not null,
     key text not null,
     headers json not null,
     data json not null,
     created_at timestamptz not null default clock_timestamp()
   )`,
    // Serves the window predicate: the rows that one pair of snapshots makes visible.
    `create index outbox_xid on outbox (xid)`,
    // One row per window; `no` is dense, so a second relay conflicts. Entry ids of a window are <ms>-<seq>, for ever.
    `create table outbox_window (
     no bigint primary key,
     era int not null default 1,
     ms bigint not null unique,
     snap_from pg_snapshot not null,
     snap_to pg_snapshot not null,
     rows_count bigint not null,
     created_at timestamptz not null default clock_timestamp()
   )`,
    `create table outbox_partition (
     stream text not null,
     partition int not null,
     assigned_id text not null default '0-0',
     floor_id text not null default '0-0',
     primary key (stream, partition)
   )`,
    // The number of partitions a stream was first used with.
    `create table outbox_channel (
     stream text primary key,
     partitions int not null
   )`,
    `create table relay_lease (
     name text primary key,
     owner uuid,
     epoch bigint not null default 0,
     expires_at timestamptz not null default '-infinity'
   )`,
    // One heartbeat per instance; lease rows change only with ownership (a renewal would wait for a batch's FOR SHARE).
    `create table consumer_instance (
     instance uuid primary key,
     heartbeat_at timestamptz not null
   )`,
    `create table consumer_lease (
     stream text not null,
     partition int not null,
     owner uuid,
     epoch bigint not null default 0,
     primary key (stream, partition)
   )`,
    `create table consumer_position (
     stream text not null,
     partition int not null,
     entry_id text not null default '0-0',
     primary key (stream, partition)
   ) with (fillfactor = 50)`,
    // What this service's group knows of each message it has seen. Payload and errors only where it is not done.
    `create table inbox (
     id uuid primary key,
     stream text not null,
     partition int not null,
     entry_ms bigint not null,
     entry_seq bigint not null,
     type text not null,
     key text not null,
     state text not null check (state in ('done', 'retrying', 'waiting', 'dead')),
     blocks_key boolean not null default false,
     attempts int not null default 0,
     next_attempt_at timestamptz,
     event json,
     errors json,
     received_at timestamptz not null default clock_timestamp(),
     finished_at timestamptz
   )`,
    // Serves the question that every delivery asks: does this key wait behind something?
    `create index inbox_unfinished on inbox (stream, key, entry_ms, entry_seq) where state in ('retrying', 'waiting') or blocks_key`,
    `create index inbox_open on inbox (state, received_at) where state <> 'done'`,
  ],
  down: [
    'drop table inbox, consumer_position, consumer_lease, consumer_instance, relay_lease',
    'drop table outbox_channel, outbox_partition, outbox_window, outbox',
  ],
});
