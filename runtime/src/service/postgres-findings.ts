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
    [requirements.map(({ setting }) => setting)],
  );
  const values = new Map(result.rows.map(({ name, setting }) => [name, setting]));
  return requirements.flatMap(({ setting, isMet, costs, remedy }): Finding[] => {
    const found = values.get(setting) ?? 'unknown';
    return isMet(found) ? [] : [{ severity: 'warning', subject: setting, found, costs, remedy }];
  });
};
