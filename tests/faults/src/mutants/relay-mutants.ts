/** What a relay can do wrong with windows, entry ids and the ends of streams. */
import type { Mutant } from './mutant.js';

const window = 'runtime/dist/outbox/window.js';
const relayBroker = 'runtime/dist/broker/redis-relay-broker.js';

const freshRows = `\${windowRows('r.seq, r.stream, r.partition', { era: '$5::int', from: '$1::pg_snapshot', to: 'now.snapshot' }, ['now'])}`;

/** Sorts as xid, then seq, and fits where seq was; a run has fewer rows than this. */
const byXid = '(r.xid::text::bigint * 1000000 + r.seq)';

export const relayMutants: readonly Mutant[] = [
  {
    name: 'window-reads-seq-above-last',
    purpose: 'a window holds the rows with a seq above the last one, so a transaction that commits late is skipped',
    fault: 'none',
    patches: [
      {
        file: window,
        replace: freshRows,
        by:
          `select r.seq, r.stream, r.partition from outbox r, now where r.era = $5::int and $1::pg_snapshot is not null ` +
          `and r.seq > (select coalesce(max(split_part(assigned_id, '-', 2)::bigint), 0) from outbox_partition)`,
      },
    ],
  },
  {
    name: 'xmin-gate-ordered-by-xid',
    purpose: 'a window ends at the oldest open transaction and is ordered by transaction id, which is no commit order',
    fault: 'none',
    patches: [
      { file: window, replace: `const rowColumns = 'r.seq::text,`, by: `const rowColumns = '${byXid}::text,` },
      {
        file: window,
        replace: freshRows,
        by: `\${windowRows('${byXid} as seq, r.stream, r.partition', { era: '$5::int', from: '$1::pg_snapshot', to: 'now.snapshot' }, ['now'])}`,
      },
      {
        file: window,
        replace: 'lateral (select * from outbox where outbox.seq = chunk.seq offset 0) r order by r.seq',
        by: `outbox r where ${byXid} = chunk.seq order by ${byXid}`,
      },
      { file: window, replace: `\${windowRows('r.seq', { era: '$3`, by: `\${windowRows('${byXid} as seq', { era: '$3` },
      { file: window, replace: 'where r.seq between $3 and $4', by: `where ${byXid} between $3 and $4` },
      { file: window, replace: 'order by r.seq limit $5', by: `order by ${byXid} limit $5` },
      {
        file: window,
        replace: `r.era = \${era} and r.xid >= pg_snapshot_xmax(\${from}) and \${isSeen(to)}`,
        by: `r.era = \${era} and r.xid >= pg_snapshot_xmin(\${from}) and r.xid < pg_snapshot_xmin(\${to})`,
      },
      {
        file: window,
        replace: `outbox.xid = late.xid offset 0) r where \${isSeen(to)}`,
        by: 'outbox.xid = late.xid offset 0) r where false',
      },
      {
        file: window,
        replace: `(r.xid >= pg_snapshot_xmax(\${from}) or r.xid = any(array(select pg_snapshot_xip(\${from})))) and \${isSeen(to)}`,
        by: `r.xid >= pg_snapshot_xmin(\${from}) and r.xid < pg_snapshot_xmin(\${to})`,
      },
      // The workload's part: a transaction takes its number among transactions well before it takes its second account.
      {
        file: 'tests/faults/dist/worker/account-service.js',
        replace: 'for (const accountId of accounts) {',
        by: 'for (const accountId of accounts) { if (ids.length > 0) await sleep(30);',
      },
    ],
  },
  {
    name: 'plain-xadd',
    purpose: 'entries get the id that Redis gives them, whatever is in the stream',
    fault: 'redis-flushall',
    patches: [
      { file: relayBroker, replace: "'XADD', KEYS[1], ARGV[at] }", by: "'XADD', KEYS[1], '*' }" },
      {
        file: relayBroker,
        replace: 'const compareAndAppend = `${requireLast}',
        by: 'const compareAndAppend = `',
      },
    ],
  },
  {
    name: 'continuity-check-off',
    purpose: 'an append does not ask where the stream ends',
    fault: 'side-away-flushall',
    patches: [
      { file: relayBroker, replace: 'const compareAndAppend = `${requireLast}', by: 'const compareAndAppend = `' },
      // Nor is anything looked at later.
      {
        file: 'runtime/dist/outbox/relay.js',
        replace: 'return this.#tails.all.every(({ head }, index) => head === streams[index]?.lastId)',
        by: 'return this.#tails.all.length > 0',
      },
      { file: 'runtime/dist/outbox/relay.js', replace: 'if (lacking.length === 0)', by: 'if (lacking.length >= 0)' },
    ],
  },
  {
    name: 'adopts-a-higher-id',
    purpose: 'a stream that ends above what was assigned is taken for relayed, and new entries are skipped',
    fault: 'producers-restored-clock-ahead',
    patches: [
      {
        file: 'runtime/dist/outbox/partition-tail.js',
        replace: ' && compareEntryIds(found, this.assignedId) <= 0)',
        by: ')',
      },
      {
        file: 'runtime/dist/outbox/recovery.js',
        replace: 'ms = Math.max(ms, Number(parseEntryId(head).ms));',
        by: '',
      },
    ],
  },
  {
    name: 'append-before-window-commit',
    purpose: 'a window is committed after its entries are appended: a crash in between decides other ids for them',
    fault: 'relay-killed-between-chunks',
    patches: [
      {
        file: window,
        replace: `const result = await client.query({\n        name: 'streampact-open-window',`,
        by: `await client.query('begin');\n    const result = await client.query({\n        name: 'streampact-open-window',`,
      },
      {
        file: window,
        replace: 'const first = result.rows[0];',
        by: `const first = result.rows[0];\n    if (!first) await client.query('commit');`,
      },
      {
        file: 'runtime/dist/outbox/relay.js',
        replace: `await this.#options.atPoint('after-append');`,
        by: `await client.query('commit');\n        await this.#options.atPoint('after-append');`,
      },
    ],
  },
  {
    name: 'identity-cache-20',
    purpose: 'each session draws twenty seq at once, so seq order is no commit order',
    fault: 'none',
    patches: [],
    statement: 'alter table outbox alter column seq set cache 20',
  },
];
