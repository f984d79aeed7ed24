/** What trimming and retirement can throw away that somebody still needs. */
import type { Mutant } from './mutant.js';

const window = 'runtime/dist/outbox/window.js';
const appendWindow = 'runtime/dist/outbox/append-window.js';
const retirement = 'runtime/dist/outbox/retirement.js';

const freshRows = `\${windowRows('r.seq, r.stream, r.partition', { era: '$5::int', from: '$1::pg_snapshot', to: 'now.snapshot' }, ['now'])}`;
const beginOfRetirement = 'const old = await sql.query(';

export const forgettingMutants: readonly Mutant[] = [
  {
    name: 'ids-by-index-with-partial-retirement',
    purpose: 'an entry id counts the rows of its window, and rows of one window retire at different times',
    fault: 'partition-held-flushall',
    patches: [
      {
        file: appendWindow,
        replace: 'let rows = firstRows;',
        by: 'let rows = firstRows;\n    let index = 0;\n    const toIndexed = (row) => toEntry(window.ms, [String(++index), ...row.slice(1)]);',
      },
      { file: appendWindow, replace: 'list.push(toEntry(window.ms, row));', by: 'list.push(toIndexed(row));' },
      { file: appendWindow, replace: '[toEntry(window.ms, row)]', by: '[toIndexed(row)]' },
      {
        file: window,
        replace: freshRows,
        by: `select row_number() over (order by f.seq) as index, f.* from (${freshRows}) f`,
      },
      { file: window, replace: `'-' || max(f.seq) from fresh f`, by: `'-' || max(f.index) from fresh f` },
      {
        file: retirement,
        replace: beginOfRetirement,
        by: `await sql.query(\`
          delete from outbox o using outbox_window w, outbox_partition p
          where o.era = w.era and (o.xid >= pg_snapshot_xmax(w.snap_from) or o.xid = any(array(select pg_snapshot_xip(w.snap_from))))
            and o.xid < pg_snapshot_xmax(w.snap_to) and pg_visible_in_snapshot(o.xid, w.snap_to)
            and p.stream = o.stream and p.partition = o.partition and w.ms <= split_part(p.floor_id, '-', 1)::numeric\`);
    ${beginOfRetirement}`,
      },
    ],
  },
  {
    name: 'maxlen-trimming',
    purpose: 'a stream keeps its last five entries, whoever has read them',
    fault: 'side-away',
    patches: [
      {
        file: 'runtime/dist/broker/redis-relay-broker.js',
        replace: "{ 'XADD', KEYS[1], ARGV[at] }, 3",
        by: "{ 'XADD', KEYS[1], 'MAXLEN', '5', ARGV[at] }, 5",
      },
    ],
  },
  {
    name: 'trims-by-age-alone',
    purpose: 'entries that are old enough are trimmed, though a group has not read them',
    fault: 'side-away',
    patches: [
      {
        file: 'runtime/dist/outbox/floor.js',
        replace: 'assignedId, ...confirmedIds])]);\n/**\n * Where',
        by: 'assignedId])]);\n/**\n * Where',
      },
      {
        file: 'runtime/dist/broker/redis-relay-broker.js',
        replace: "if group[i] == 'last-delivered-id' and isBelow(group[i + 1], floor)",
        by: 'if false',
      },
    ],
  },
  {
    name: 'retires-by-created-at',
    purpose: 'outbox rows that are old enough are deleted, though their stream may have to be built again from them',
    fault: 'side-away-flushall',
    patches: [
      {
        file: retirement,
        replace: beginOfRetirement,
        by: `await sql.query("delete from outbox where created_at < clock_timestamp() - interval '1500 milliseconds'");
    ${beginOfRetirement}`,
      },
    ],
  },
];
