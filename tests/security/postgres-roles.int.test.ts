/**
 * Goal: who steals the password of one service's database has that database and nothing else. Method: a PostgreSQL set up by
 * deploy/postgres/databases.sql; as the role of each service everything is tried that is not its own.
 */
import { Client, DatabaseError } from 'pg';
import { silentLogger, type Logger } from '@streampact/runtime';
import { openDatabase } from '../../services/edge/src/database/open-database.js';
import {
  entities as notificationEntities,
  migrations as notificationMigrations,
} from '../../services/notification-service/src/persistence/index.js';
import {
  entities as orderEntities,
  migrations as orderMigrations,
} from '../../services/order-service/src/persistence/index.js';
import {
  entities as userEntities,
  migrations as userMigrations,
} from '../../services/user-service/src/persistence/index.js';
import { databaseOf, services, startGuardedPostgres, type GuardedPostgres, type Service } from './guarded-postgres.js';
import { ServerFiles } from './server-files.js';

const files = new ServerFiles();
const logger: Logger = silentLogger;
let postgres: GuardedPostgres;

beforeAll(async () => {
  postgres = await startGuardedPostgres({ files });
}, 60_000);

afterAll(async () => {
  await postgres.server.stop();
  files.remove();
});

/** @returns the SQLSTATE of the refusal, or "nothing refused it" */
const refusalOf = async (url: string, statement = 'select 1'): Promise<string> => {
  const client = new Client({ connectionString: url });
  try {
    await client.connect();
    await client.query(statement);
    return 'nothing refused it';
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    return error.code ?? 'a refusal without a code';
  } finally {
    await client.end();
  }
};

const insufficientPrivilege = '42501';
const tables = {
  'user-service': { entities: userEntities, migrations: userMigrations },
  'order-service': { entities: orderEntities, migrations: orderMigrations },
  'notification-service': { entities: notificationEntities, migrations: notificationMigrations },
} as const;

test.each(services)('%s makes its tables and uses them', async (service) => {
  const dataSource = await openDatabase({ url: postgres.url(service), ...tables[service] }, logger);
  const rows: unknown = await dataSource.query('select count(*)::int as count from outbox');
  expect(rows).toEqual([{ count: 0 }]);
  await dataSource.destroy();
});

const others = (service: Service): readonly string[] => [
  ...services.filter((other) => other !== service).map(databaseOf),
  'postgres',
  'template1',
];

test.each(services.flatMap((service) => others(service).map((database) => [service, database] as const)))(
  '%s may not enter database %s',
  async (service, database) => {
    expect(await refusalOf(postgres.url(service, database))).toBe(insufficientPrivilege);
  },
);

test.each(services)('%s is asked for its password', async (service) => {
  const url = new URL(postgres.url(service));
  url.password = 'order-service';
  expect(await refusalOf(url.href)).toBe('28P01');
});

test.each([
  ['make a role', 'create role intruder login superuser'],
  ['make itself a superuser', 'alter role current_user superuser'],
  ['change the password of the superuser', `alter role app password 'mine'`],
  ['make a database', 'create database loot'],
  ['drop a database of others', 'drop database postgres'],
  ['read the passwords of roles', 'select rolpassword from pg_authid'],
  ['read files of the server', `select pg_read_file('postgresql.conf')`],
  ['run programs on the server', `copy (select 1) to program 'id'`],
  ['write files of the server', `copy (select 1) to '/tmp/loot'`],
  ['change the configuration', 'alter system set fsync = off'],
  ['become the superuser', 'set role app'],
  ['load code into the server', `load '/tmp/loot.so'`],
  ['write in a schema of the server', 'create table pg_catalog.mine (id int)'],
  ['copy the log of the server', 'select pg_create_physical_replication_slot($$loot$$)'],
])('no service may %s', async (_what, statement) => {
  for (const service of services) {
    expect([service, await refusalOf(postgres.url(service), statement)]).toEqual([service, insufficientPrivilege]);
  }
});

test.each(services)('%s cannot become another service', async (service) => {
  for (const other of services.filter((one) => one !== service)) {
    expect(await refusalOf(postgres.url(service), `set role ${databaseOf(other)}`)).toBe(insufficientPrivilege);
  }
});

test('a service cannot end the connections of another', async () => {
  const victim = new Client({ connectionString: postgres.url('user-service') });
  await victim.connect();
  const { rows } = await victim.query<{ pid: number }>('select pg_backend_pid() as pid');
  const statement = `select pg_terminate_backend(${String(rows[0]?.pid)})`;
  expect(await refusalOf(postgres.url('order-service'), statement)).toBe(insufficientPrivilege);
  await expect(victim.query('select 1')).resolves.toMatchObject({ rowCount: 1 });
  await victim.end();
});

test('a role that was given no password cannot log in', async () => {
  const admin = new Client({ connectionString: postgres.adminUrl });
  await admin.connect();
  await admin.query('create role nobody_yet login');
  await admin.end();
  const url = new URL(postgres.adminUrl);
  url.username = 'nobody_yet';
  url.password = 'anything';
  expect(await refusalOf(url.href)).toBe('28P01');
});
