/** What a PostgreSQL lacks that guarantees depend on: it is the log of every event. */
import type { Sql } from '../database/sql.js';
import type { Finding } from './finding.js';

interface Requirement {
  readonly setting: string;
  readonly isMet: (value: string) => boolean;
  readonly costs: string;
  readonly remedy: string;
}

/** `local` and stronger wait for the disk of this server. */
const requirements: readonly Requirement[] = [
  {
    setting: 'synchronous_commit',
    isMet: (value) => value !== 'off',
    costs: 'a crash of PostgreSQL loses transactions that were answered as committed, also those whose events are out',
    remedy: 'set synchronous_commit to on for this database and its role',
  },
  {
    setting: 'fsync',
    isMet: (value) => value === 'on',
    costs: 'a crash of the machine can lose or damage anything in the database',
    remedy: 'set fsync to on',
  },
  {
    setting: 'full_page_writes',
    isMet: (value) => value === 'on',
    costs: 'a crash of the machine in mid-write can damage pages of the database',
    remedy: 'set full_page_writes to on',
  },
];

/** As a new session of this service has them. @throws whatever the query fails with */
export const postgresFindings = async (sql: Sql): Promise<readonly Finding[]> => {
  const result = await sql.query<{ name: string; setting: string }>(
    'select name, setting from pg_settings where name = any($1)',
    [[...requirements.map(({ setting }) => setting), standbyNames]],
  );
  const values = new Map(result.rows.map(({ name, setting }) => [name, setting]));
  const ofServer = requirements.flatMap(({ setting, isMet, costs, remedy }): Finding[] => {
    const found = values.get(setting) ?? 'unknown';
    return isMet(found) ? [] : [{ severity: 'warning', subject: setting, found, costs, remedy }];
  });
  return [...ofServer, ...standbyFindings(values, await replicas(sql))];
};

const standbyNames = 'synchronous_standby_names';

interface Replicas {
  readonly attached: number;
  readonly synchronous: number;
  /** A role without pg_monitor sees that there are some, and not what they are: a base backup under way counts as one. */
  readonly isHidden: boolean;
}

const replicas = async (sql: Sql): Promise<Replicas> => {
  const result = await sql.query<{ attached: number; synchronous: number; hidden: boolean | null }>(
    `select count(*)::int as attached, count(*) filter (where sync_state in ('sync', 'quorum'))::int as synchronous,
            bool_or(state is null) as hidden
     from pg_stat_replication where state is distinct from 'backup'`,
  );
  const { attached = 0, synchronous = 0, hidden } = result.rows[0] ?? {};
  return { attached, synchronous, isHidden: hidden ?? false };
};

/** What a failover to a replica would cost. Nothing is known of replicas that were attached before and are not now. */
const standbyFindings = (
  values: ReadonlyMap<string, string>,
  { attached, synchronous, isHidden }: Replicas,
): readonly Finding[] => {
  const names = values.get(standbyNames) ?? '';
  const warning = (subject: string, found: string, costs: string, remedy: string): Finding[] => [
    { severity: 'warning', subject, found, costs, remedy },
  ];
  if (names === '') {
    if (attached === 0) return [];
    return warning(
      standbyNames,
      isHidden ? 'empty, with a replica or a base backup attached' : 'empty, with a replica attached',
      'a failover to such a replica loses transactions that were answered as committed, also those whose events are out',
      `set ${standbyNames} to the replicas that may be promoted, e.g. 'ANY 1 (db2, db3)'; leave it if none of them ever is` +
        (isHidden ? '; grant pg_monitor to the role of this service to see what they are' : ''),
    );
  }
  if (values.get('synchronous_commit') === 'local') {
    return warning(
      'synchronous_commit',
      `local, with ${standbyNames} set`,
      'a failover loses transactions that were answered as committed; none of their events is out',
      'set synchronous_commit to on for this database and its role',
    );
  }
  if (synchronous > 0 || isHidden) return [];
  return warning(
    standbyNames,
    'set, and no such standby attached',
    'no commit is answered until one is: the service stands still, and nothing is lost',
    `start the standby, or take it out of ${standbyNames}`,
  );
};
