/**
 * Tables of the harness in each service's database. A trigger on the outbox writes each commit in the transaction that
 * publishes, so the record does not depend on anything the runtime does with the row later.
 */
export const faultTables: readonly string[] = [
  `create table fault_commit (
     ordinal bigint generated always as identity primary key,
     id uuid not null,
     stream text not null,
     type text not null,
     key text not null,
     version bigint not null,
     order_id text,
     at timestamptz not null default clock_timestamp()
   )`,
  `create function fault_remember_commit() returns trigger language plpgsql as $$
   begin
     insert into fault_commit (id, stream, type, key, version, order_id)
     values (new.id, new.stream, new.type, new.key, coalesce((new.data ->> 'n')::bigint, new.seq), new.data ->> 'orderId');
     return null;
   end $$`,
  // Mirrors of dead letters repeat an event that is recorded where it was published.
  `create trigger fault_remember_commit after insert on outbox for each row
   when (new.stream not like '%.dlq.%') execute function fault_remember_commit()`,
  `create table fault_effect (
     ordinal bigint generated always as identity primary key,
     event_id uuid not null,
     group_name text not null,
     stream text not null,
     key text not null,
     type text not null,
     instance text not null,
     attempt int not null,
     at timestamptz not null default clock_timestamp()
   )`,
  `create table fault_account (id text primary key, n int not null)`,
  `create table fault_once (name text primary key)`,
];
