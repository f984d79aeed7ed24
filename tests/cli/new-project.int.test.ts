/**
 * Goal: whoever has Node, PostgreSQL and Redis, and our packages, gets a service that runs.
 * Method: packs the packages as they would be released, begins a project in an empty folder outside of the repository, installs,
 * generates, compiles and starts it with the commands of its README, and sends one event the whole way.
 */
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, mkdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '@streampact/local';
import { compile, projectFolder } from '../infrastructure/compiled.js';
import { createTestDatabase, eventually, testRedisUrl } from '../infrastructure/test-infrastructure.js';

const run = promisify(execFile);
/** Installing fetches some hundred packages from npm's cache or a registry. */
const deadlineMs = 400_000;

test(
  'a new project installs from tarballs, compiles, starts, and handles what it publishes',
  async () => {
    compile();
    const folder = await mkdtemp(join(tmpdir(), 'streampact-new-project-'));
    const packages = join(folder, 'packages');
    const project = join(folder, 'hello');
    await mkdir(packages);
    const pack = ['pack', '-w', 'codegen', '-w', 'runtime', '--pack-destination', packages];
    await run('npm', pack, { cwd: projectFolder });
    const main = join(projectFolder, 'codegen', 'dist', 'main.js');
    const begun = await run(process.execPath, [main, 'init', project, '--packages', packages]);
    expect(begun.stdout).toMatch(/^\d+ files in \S+hello\. Go on with: /);
    await expect(run(process.execPath, [main, 'init', project])).rejects.toMatchObject({ code: 2 });

    await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline'], { cwd: project });
    await run('npm', ['run', 'build'], { cwd: project });
    await run('npm', ['run', 'check'], { cwd: project });
    expect(await readFile(join(project, 'generated/greeting-service/index.ts'), 'utf8')).not.toContain(folder);

    const database = await createTestDatabase('hello');
    const port = await freePort();
    const service = spawn(process.execPath, ['dist/src/main.js'], {
      cwd: project,
      env: { ...process.env, DATABASE_URL: database.url, REDIS_URL: testRedisUrl(), PORT: String(port) },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const ended = new Promise<number | null>((resolve) => service.once('exit', resolve));
    try {
      const greetings = `http://127.0.0.1:${String(port)}/greetings`;
      await eventually(async () => expect((await fetch(greetings)).status).toBe(200), { deadlineMs: 60_000 });
      expect((await fetch(`${greetings}/Ada`, { method: 'POST' })).status).toBe(201);
      await eventually(async () => expect(await (await fetch(greetings)).json()).toEqual([{ name: 'Ada', count: 1 }]), {
        deadlineMs: 30_000,
        describe: 'the event to be handled',
      });
    } finally {
      service.kill('SIGTERM');
      await ended;
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    }
  },
  deadlineMs,
);
