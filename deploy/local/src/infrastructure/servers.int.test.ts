import { spawn } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { eventually } from '../../../../tests/infrastructure/test-infrastructure.js';
import { commandLineOf, isRunning } from '../process/command-line.js';
import type { ServerHandle } from '../process/server-process.js';
import { startPostgres } from './postgres-server.js';
import { startRedis } from './redis-server.js';
import { throwawayFolder } from './throwaway-folder.js';

const sql = async (url: string, text: string): Promise<unknown[]> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(text);
    return rows;
  } finally {
    await client.end();
  }
};

const ask = async <T>(url: string, work: (redis: Redis) => Promise<T>): Promise<T> => {
  const redis = new Redis(url, { maxRetriesPerRequest: 1 });
  try {
    return await work(redis);
  } finally {
    redis.disconnect();
  }
};

const pidOf = (server: ServerHandle): number => {
  if (server.pid === undefined) throw new Error(`${server.name} does not run`);
  return server.pid;
};

describe('a server of a test', () => {
  test('PostgreSQL killed with SIGKILL comes back on the same port with what was committed', async () => {
    const postgres = await startPostgres();
    await sql(postgres.url, 'create table fact (value int); insert into fact values (1)');
    const before = pidOf(postgres);

    await postgres.kill('SIGKILL');
    expect(isRunning(before)).toBe(false);
    await expect(sql(postgres.url, 'select 1')).rejects.toThrow('ECONNREFUSED');

    await postgres.restart();
    await expect(sql(postgres.url, 'select value from fact')).resolves.toEqual([{ value: 1 }]);
    const after = pidOf(postgres);
    await postgres.stop();
    expect(isRunning(after)).toBe(false);
  });

  test('Redis killed with SIGKILL comes back on the same port, empty', async () => {
    const redis = await startRedis();
    await ask(redis.url, (client) => client.set('fact', '1'));
    await redis.kill('SIGKILL');
    await redis.restart();
    await expect(ask(redis.url, (client) => client.get('fact'))).resolves.toBeNull();
    await redis.stop();
  });

  test('leaves no process and no folder when its starter dies with SIGKILL', async () => {
    const index = new URL('../../dist/index.js', import.meta.url).href;
    const program = `
      const { startPostgres, startRedis } = await import(${JSON.stringify(index)});
      const servers = await Promise.all([startPostgres(), startRedis()]);
      console.log(JSON.stringify(servers.map(({ pid }) => pid)));
      setInterval(() => undefined, 1000);`;
    const starter = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const line = await new Promise<string>((resolve) => starter.stdout.once('data', (data) => resolve(String(data))));
    const pids = pidList(line);
    const folders = pids.map((pid) => /\S*streampact-(?:postgres|redis)-\w+/.exec(commandLineOf(pid) ?? '')?.[0] ?? '');
    expect(folders.map((folder) => existsSync(folder))).toEqual([true, true]);

    starter.kill('SIGKILL');

    await eventually(() => {
      expect(pids.filter(isRunning)).toEqual([]);
      expect(folders.filter((folder) => existsSync(folder))).toEqual([]);
    });
  });
});

describe('a server whose data is kept', () => {
  let home: string;
  beforeEach(() => {
    home = throwawayFolder('kept');
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  test('Redis finds its streams again after a stop', async () => {
    const first = await startRedis({ home });
    await ask(first.url, (client) => client.xadd('stream', '1-1', 'field', 'value'));
    await first.stop();

    const second = await startRedis({ home });
    await expect(ask(second.url, (client) => client.xlen('stream'))).resolves.toBe(1);
    await second.stop();
  });

  test('a start stops the server that an earlier start left behind, and takes its data over', async () => {
    const leftover = await startRedis({ home });
    const pid = pidOf(leftover);
    await ask(leftover.url, (client) => client.set('fact', '1'));

    const next = await startRedis({ home });

    await eventually(() => expect(commandLineOf(pid) ?? '').not.toContain(home));
    await expect(ask(next.url, (client) => client.get('fact'))).resolves.toBe('1');
    await next.stop();
  });
});

const pidList = (line: string): number[] => {
  const parsed: unknown = JSON.parse(line);
  if (!Array.isArray(parsed)) throw new Error(`not a list: ${line}`);
  return parsed.map(Number);
};
