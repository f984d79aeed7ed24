import { Client, escapeIdentifier } from 'pg';

/** Makes a database if it is not there. @returns its URL */
export const createDatabase = async (maintenanceUrl: string, name: string): Promise<string> => {
  await withClient(maintenanceUrl, async (client) => {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
    if (rowCount === 0) await client.query(`create database ${escapeIdentifier(name)}`);
  });
  return databaseUrl(maintenanceUrl, name);
};

/** Drops a database, also under connections that are still open. */
export const dropDatabase = (maintenanceUrl: string, name: string): Promise<void> =>
  withClient(maintenanceUrl, async (client) => {
    await client.query(`drop database if exists ${escapeIdentifier(name)} with (force)`);
  });

/** The URL of another database on the same server. */
export const databaseUrl = (maintenanceUrl: string, name: string): string => {
  const url = new URL(maintenanceUrl);
  url.pathname = `/${encodeURIComponent(name)}`;
  return url.href;
};

const withClient = async (url: string, work: (client: Client) => Promise<void>): Promise<void> => {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined); // a lost connection also rejects the query
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
};
