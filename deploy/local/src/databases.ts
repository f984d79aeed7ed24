/** Databases on a server, or on whichever of several hosts is the primary. */
import { postgresPool } from '@streampact/runtime';
import { escapeIdentifier, type PoolClient } from 'pg';

/** Makes a database if it is not there, empty or as a copy of `template`, to which nobody may be connected. @returns its URL */
export const createDatabase = async (maintenanceUrl: string, name: string, template = 'template1'): Promise<string> => {
  await withClient(maintenanceUrl, async (client) => {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
    const create = `create database ${escapeIdentifier(name)} template ${escapeIdentifier(template)}`;
    if (rowCount === 0) await client.query(create);
  });
  return databaseUrl(maintenanceUrl, name);
};

/** Drops a database, also under connections that are still open. */
export const dropDatabase = (maintenanceUrl: string, name: string): Promise<void> =>
  withClient(maintenanceUrl, async (client) => {
    await client.query(`drop database if exists ${escapeIdentifier(name)} with (force)`);
  });

/** The URL of another database on the same server; there may be several hosts, which `URL` does not know. */
export const databaseUrl = (maintenanceUrl: string, name: string): string =>
  maintenanceUrl.replace(
    /^(\w+:\/\/[^/?#]*)(?:\/[^?#]*)?/,
    (_all, server: string) => `${server}/${encodeURIComponent(name)}`,
  );

const withClient = async (url: string, work: (client: PoolClient) => Promise<void>): Promise<void> => {
  const pool = postgresPool(url, { max: 1, connectionTimeoutMillis: 10_000 });
  pool.on('error', () => undefined); // a lost connection also rejects the query
  try {
    const client = await pool.connect();
    try {
      await work(client);
    } finally {
      client.release(true);
    }
  } finally {
    await pool.end();
  }
};
