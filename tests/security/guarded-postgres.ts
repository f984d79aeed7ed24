/** A PostgreSQL that was set up by deploy/postgres/databases.sql and asks every role of a service for its password. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { startPostgres, type ServerHandle } from '@streampact/local';
import { projectFolder } from '../infrastructure/compiled.js';
import type { ServerFiles } from './server-files.js';

export const services = ['user-service', 'order-service', 'notification-service'] as const;
export type Service = (typeof services)[number];

export const databaseOf = (service: Service): string => service.replaceAll('-', '_');

/** As docker-compose.yml gives them for development. */
export const passwordOf = (user: string): string => `${user}-development`;

export interface GuardedPostgres {
  readonly server: ServerHandle;
  /** The superuser's, of the maintenance database. */
  readonly adminUrl: string;
  /** As a service logs in. @param database – @default its own */
  readonly url: (service: Service, database?: string) => string;
}

export interface GuardedPostgresOptions {
  readonly files: ServerFiles;
  /** Beginning of the lines of pg_hba.conf that are for services. @default `host` */
  readonly connection?: 'host' | 'hostssl';
  readonly settings?: Readonly<Record<string, string>>;
}

export const startGuardedPostgres = async (options: GuardedPostgresOptions): Promise<GuardedPostgres> => {
  const { files, connection = 'host', settings = {} } = options;
  const lines = ['host all app 127.0.0.1/32 trust', `${connection} all all 127.0.0.1/32 scram-sha-256`];
  const hba = files.write('pg_hba.conf', `${lines.join('\n')}\n`);
  const server = await startPostgres({ settings: { hba_file: hba, ...settings } });
  await setUp(server.url);
  return {
    server,
    adminUrl: server.url,
    url: (service, database = databaseOf(service)) => {
      const role = databaseOf(service);
      return `postgres://${role}:${passwordOf(service)}@127.0.0.1:${String(server.port)}/${database}`;
    },
  };
};

/** Statement by statement: a database is made outside of any transaction. */
const setUp = async (url: string): Promise<void> => {
  const settings = services.map((service) => `-c streampact.${databaseOf(service)}_password=${passwordOf(service)}`);
  const client = new Client({ connectionString: url, options: settings.join(' ') });
  await client.connect();
  try {
    const script = readFileSync(join(projectFolder, 'deploy/postgres/databases.sql'), 'utf8');
    // An empty line ends each statement, and none has one inside.
    for (const statement of script.split(/\n{2,}/)) await client.query(statement);
  } finally {
    await client.end();
  }
};
