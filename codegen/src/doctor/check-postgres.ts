/** PostgreSQL: whether it answers, and whether what it says is committed survives a crash. */
import { answerMaxMs, type Check, placeOf, reasonOf } from './check.js';
import { projectPackage } from './project-package.js';

/** The part of package pg that is used here. */
interface PgPackage {
  readonly default: {
    readonly Client: new (options: object) => {
      connect(): Promise<void>;
      query(sql: string): Promise<{ readonly rows: readonly Settings[] }>;
      end(): Promise<void>;
    };
  };
}

interface Settings {
  readonly version: string;
  readonly version_number: number;
  readonly fsync: string;
  readonly full_page_writes: string;
  readonly synchronous_commit: string;
}

/** Snapshots of 64-bit transaction ids (`pg_current_snapshot`, `xid8`) came with 13. */
const oldestMajor = 13;

export const checkPostgres = async (url: string | undefined, folder: string): Promise<readonly Check[]> => {
  if (!url) return [{ status: 'skipped', subject: 'PostgreSQL', message: 'not checked: DATABASE_URL is not set' }];
  const checks = await Promise.all(ofEachHost(url).map(async (one) => checkServer(one, folder)));
  return checks.flat();
};

/** `postgres://h1:5432,h2:5432/shop` names two servers, a primary and its standby say: each has to be well. */
const ofEachHost = (url: string): readonly string[] => {
  const [, before = '', hosts = '', after = ''] = /^(\w+:\/\/(?:[^/?#]*@)?)([^/?#@]*)(.*)$/.exec(url) ?? [];
  return hosts.includes(',') ? hosts.split(',').map((host) => before + host + after) : [url];
};

const checkServer = async (url: string, folder: string): Promise<readonly Check[]> => {
  const place = placeOf(url, ['postgres:', 'postgresql:']);
  if (place === undefined) {
    const message = 'DATABASE_URL is no URL of PostgreSQL.';
    return [
      { status: 'problem', subject: 'PostgreSQL', message, fix: 'write postgres://user:password@host:5432/database' },
    ];
  }
  const subject = `PostgreSQL at ${place}`;
  // Of the package that the project has; its shape is that of every pg since version 7.
  const pg = (await projectPackage('pg', folder)) as PgPackage | undefined;
  if (pg === undefined) {
    const fix = 'npm install it, or run this in the folder of a service';
    return [{ status: 'skipped', subject, message: 'not checked: package pg is not installed', fix }];
  }
  try {
    return judge(await settingsOf(pg, url), subject);
  } catch (error) {
    const message = `cannot be used: ${reasonOf(error)}.`;
    return [{ status: 'problem', subject, message, fix: 'start it, or correct DATABASE_URL' }];
  }
};

const settingsOf = async (pg: PgPackage, url: string): Promise<Settings> => {
  const options = { connectionString: url, connectionTimeoutMillis: answerMaxMs, query_timeout: answerMaxMs };
  const client = new pg.default.Client(options);
  await client.connect();
  try {
    const { rows } = await client.query(`
      select current_setting('server_version') as version,
             current_setting('server_version_num')::int as version_number,
             current_setting('fsync') as fsync,
             current_setting('full_page_writes') as full_page_writes,
             current_setting('synchronous_commit') as synchronous_commit`);
    const [settings] = rows;
    if (settings === undefined) throw new Error('it answers nothing when asked for its settings');
    return settings;
  } finally {
    await client.end();
  }
};

const judge = (settings: Settings, subject: string): readonly Check[] => {
  const isOld = settings.version_number < oldestMajor * 10_000;
  const answers: Check = isOld
    ? {
        status: 'problem',
        subject,
        message: `version ${settings.version} is too old.`,
        fix: `use ${oldestMajor} or newer`,
      }
    : { status: 'ok', subject, message: `version ${settings.version}` };
  const off = (['fsync', 'full_page_writes'] as const).filter((name) => settings[name] === 'off');
  const unsafe = off.map((name): Check => {
    const message = `${name} is off: a crash of the machine may destroy the database.`;
    return { status: 'problem', subject, message, fix: `set ${name} = on; only a throwaway database may do without` };
  });
  if (settings.synchronous_commit !== 'off') return [answers, ...unsafe];
  const message =
    'synchronous_commit is off: a crash may lose changes, and their events, that were answered with success.';
  return [answers, ...unsafe, { status: 'warning', subject, message, fix: 'set synchronous_commit = on' }];
};
