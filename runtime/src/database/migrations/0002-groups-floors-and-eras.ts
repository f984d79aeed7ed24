/** What the relay needs to forget safely: how far each group is, below which id nothing is needed, and whose transaction ids count. */
import { migration } from './migration.js';

export const groupsFloorsAndEras = migration({
  name: 'StreampactGroupsFloorsAndEras0000000000002',
  up: [
    // How far each consumer group has come by what it shows in the broker. Survives the broker: a floor is built on it.
    `create table outbox_group (
       stream text not null,
       partition int not null,
       name text not null,
       confirmed_id text not null default '0-0',
       primary key (stream, partition, name)
     )`,
    // Transaction ids mean something in one cluster only. A database that was restored into another one starts a new era.
    `create table outbox_era (
       era int primary key,
       system_identifier bigint not null,
       started_at timestamptz not null default clock_timestamp()
     )`,
    // The window predicate compares the era first.
    `create index outbox_era_xid on outbox (era, xid)`,
    `drop index outbox_xid`,
  ],
  down: [`create index outbox_xid on outbox (xid)`, `drop table outbox_era, outbox_group`, `drop index outbox_era_xid`],
});
