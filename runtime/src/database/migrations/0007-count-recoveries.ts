/** How often a stream did not end where its relay had left it, and when last: an operator asks after the process has gone. */
import { migration } from './migration.js';

export const countRecoveries = migration({
  name: 'CountStreampactRecoveries0000000000007',
  up: [
    `alter table outbox_partition add column recoveries bigint not null default 0, add column recovered_at timestamptz`,
  ],
  down: ['alter table outbox_partition drop column recoveries, drop column recovered_at'],
});
