/** A migrated database for each service, of which every run gets copies: copying takes a tenth of migrating. */
import { createDatabase, databaseUrl, dropDatabase } from '@streampact/local';
import { migrations as orderMigrations } from '@streampact/order-service/persistence';
import { streampactMigrations } from '@streampact/runtime';
import { migrations as userMigrations } from '@streampact/user-service/persistence';
import { Client, escapeIdentifier } from 'pg';
import { DataSource, type MigrationInterface } from 'typeorm';
import { services, sideOf, type ServiceName, type Side } from '../system.js';
import { faultTables } from './fault-tables.js';

const migrationsOf: Readonly<Record<ServiceName, readonly (new () => MigrationInterface)[]>> = {
  'account-service': [],
  'user-service': userMigrations,
  'ledger-service': [],
  'order-service': orderMigrations,
};

const templateOf = (service: ServiceName): string => `template_${service.replaceAll('-', '_')}`;

export const servicesOf = (side: Side): readonly ServiceName[] => services.filter((name) => sideOf[name] === side);

export const createTemplates = async (serverUrl: string, side: Side): Promise<void> => {
  for (const service of servicesOf(side)) {
    const dataSource = new DataSource({
      type: 'postgres',
      url: await createDatabase(serverUrl, templateOf(service)),
      migrations: [...streampactMigrations, ...migrationsOf[service]],
      migrationsRun: true,
    });
    await dataSource.initialize();
    for (const statement of faultTables) await dataSource.query(statement);
    await dataSource.destroy();
  }
};

/** Databases of one run, by service. */
export type RunDatabases = Readonly<Record<ServiceName, string>>;

export const databaseNames = (runName: string): RunDatabases => {
  const name = (service: ServiceName): string => `${runName}_${service.replaceAll('-', '_')}`;
  return {
    'account-service': name('account-service'),
    'user-service': name('user-service'),
    'ledger-service': name('ledger-service'),
    'order-service': name('order-service'),
  };
};

export const copyTemplates = async (serverUrl: string, side: Side, names: RunDatabases): Promise<void> => {
  const client = new Client({ connectionString: databaseUrl(serverUrl, 'postgres') });
  await client.connect();
  try {
    for (const service of servicesOf(side)) {
      const [copy, template] = [names[service], templateOf(service)].map((name) => escapeIdentifier(name));
      await client.query(`create database ${copy ?? ''} template ${template ?? ''}`);
    }
  } finally {
    await client.end();
  }
};

export const dropCopies = async (serverUrl: string, side: Side, names: RunDatabases): Promise<void> => {
  for (const service of servicesOf(side)) await dropDatabase(serverUrl, names[service]);
};
