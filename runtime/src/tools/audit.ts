/** Who changed what: each change of a tool is one transaction, and its record is a row in it. */
import { hostname, userInfo } from 'node:os';
import type { PoolClient } from 'pg';
import type { ServiceDatabase } from './tool-connections.js';

/** Who changes, and may the change stay? */
export interface Change {
  /** @default user and host of this process */
  readonly who?: string;
  /** Does everything, looks at what came of it, and rolls back. */
  readonly isDryRun?: boolean;
}

export interface AuditRow {
  readonly id: string;
  readonly at: Date;
  readonly who: string;
  readonly command: string;
  readonly details: unknown;
}

/**
 * Runs `work` in one transaction with its audit row; a dry run rolls both back.
 * @param command – as in `streams rewind`
 * @returns what `work` returned, which is also what the audit row says
 */
export const audited = async <Details extends object>(
  database: ServiceDatabase,
  { command, who = defaultWho(), isDryRun = false }: Change & { readonly command: string },
  work: (sql: PoolClient) => Promise<Details>,
): Promise<Details> => {
  let details: Details | undefined;
  try {
    return await database.change(async (sql) => {
      // Before the work: a database without the table is told at once.
      const row = await sql.query<{ id: string }>(
        `insert into streampact_audit (who, command, details) values ($1, $2, '{}') returning id::text`,
        [who, command],
      );
      details = await work(sql);
      if (isDryRun) throw new DryRun();
      await sql.query('update streampact_audit set details = $2 where id = $1', [
        row.rows[0]?.id,
        JSON.stringify(details),
      ]);
      return details;
    });
  } catch (error) {
    if (error instanceof DryRun && details) return details;
    throw error;
  }
};

/** Newest first. */
export const listAudit = async (database: ServiceDatabase, limit = 50): Promise<readonly AuditRow[]> =>
  database.use(async (sql) => {
    const result = await sql.query<AuditRow>(
      'select id::text, at, who, command, details from streampact_audit order by streampact_audit.id desc limit $1',
      [limit],
    );
    return result.rows;
  });

class DryRun extends Error {}

const defaultWho = (): string => `${userInfo().username}@${hostname()}`;
