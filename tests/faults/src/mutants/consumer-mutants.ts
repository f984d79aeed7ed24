/** What a consumer can do wrong with positions, the inbox, leases and retries. */
import type { Mutant } from './mutant.js';

const inbox = 'runtime/dist/inbox/inbox.js';

export const consumerMutants: readonly Mutant[] = [
  {
    name: 'inbox-off',
    purpose: 'a message that the inbox knows is handled again',
    fault: 'position-rewound',
    patches: [
      {
        file: 'runtime/dist/consumer/batch.js',
        replace: `states.get(entry.event.id) ?? 'repeat'`,
        by: `states.get(entry.event.id) ?? 'done'`,
      },
    ],
  },
  {
    name: 'acknowledges-before-commit',
    purpose: 'the position moves in a transaction of its own, before the handler has run',
    fault: 'consumer-killed-before-commit',
    patches: [
      {
        file: 'runtime/dist/consumer/in-transaction.js',
        replace: 'result = await scope.giveUp.unless(work(transaction, opened.value));',
        by: `await transaction.client.query('COMMIT');\n        await transaction.client.query('BEGIN');\n        result = await scope.giveUp.unless(work(transaction, opened.value));`,
      },
    ],
  },
  {
    name: 'group-created-at-the-end',
    purpose: 'a group that is missing is created at $, and reading goes on from there',
    fault: 'group-destroyed',
    patches: [
      {
        file: 'runtime/dist/consumer/partition-worker.js',
        replace: 'const position = await readPosition(scope.sql, lease);\n        await group.repair(position);',
        by: `let position = await readPosition(scope.sql, lease);
        if ((await group.broker.group(group.key, group.group)) === undefined) {
            await group.broker.repairGroup(group.key, group.group, '$').catch(() => undefined);
            position = (await group.broker.group(group.key, group.group))?.lastDeliveredId ?? position;
        }
        await group.repair(position);`,
      },
    ],
  },
  {
    name: 'no-lease-fencing',
    purpose: "an instance that was frozen works on with partitions that are others' now",
    fault: 'consumer-frozen-after-failed-retry',
    patches: [
      {
        file: inbox,
        replace: 'where stream = $1 and partition = $2 and owner = $3 and epoch = $4 for share)',
        by: 'where stream = $1 and partition = $2 and $3::uuid is not null and $4::bigint is not null for share)',
      },
      // The workload's part: more messages fail twice, so that the fault need not wait for one.
      {
        file: 'tests/faults/dist/worker/recording-handler.js',
        replace: 'const failingTwice = 3;',
        by: 'const failingTwice = 20;',
      },
    ],
  },
  {
    name: 'renews-on-lease-rows',
    purpose: 'an instance says that it lives in its lease rows, which its own batches hold',
    fault: 'none',
    breaks: ['G'],
    patches: [
      {
        file: 'runtime/dist/consumer/leases.js',
        replace: 'await sql.query(`insert into consumer_instance',
        by: 'await sql.query(`update consumer_lease set epoch = epoch where owner = $1`, [instance]);\n    await sql.query(`insert into consumer_instance',
      },
      // A batch takes longer than a lease lasts. Fewer changes make up for it.
      {
        file: 'tests/faults/dist/worker/ledger-service.js',
        replace: 'await recordEffect(recording, event, delivery);',
        by: 'await new Promise((resolve) => setTimeout(resolve, 300));\n                await recordEffect(recording, event, delivery);',
      },
      {
        file: 'tests/faults/dist/worker/account-service.js',
        replace: 'length: shortLoops }',
        by: 'length: 1 }',
      },
    ],
  },
  {
    name: 'retries-by-any-instance',
    purpose: 'whoever finds a failed message due tries it again, not only the owner of its partition',
    fault: 'none',
    patches: [
      {
        file: inbox,
        replace: `where stream = $1 and partition = $2 and (state in ('retrying', 'waiting') or blocks_key)\n       order by key`,
        by: `where stream = $1 and $2::int is not null and (state in ('retrying', 'waiting') or blocks_key)\n       order by key`,
      },
    ],
  },
];
