/** Who changed what by hand: a row for each command of streampact-ops, written in the transaction of its change. */
import { migration } from './migration.js';

export const createAudit = migration({
  name: 'CreateStreampactAudit0000000000005',
  up: [
    `create table streampact_audit (
     id bigint generated always as identity primary key,
     at timestamptz not null default clock_timestamp(),
     who text not null,
     command text not null,
     details json not null
   )`,
  ],
  down: ['drop table streampact_audit'],
});
