/**
 * Goal: the integration suite also passes on the images that docker-compose.yml names. Method: with a Docker engine, the
 * suite is run once more, as a Jest of its own, against PostgreSQL and Redis of testcontainers. Without one it is skipped.
 */
import { spawn } from 'node:child_process';
import { ensureInfrastructure, findDockerEngine, type Infrastructure } from '@streampact/local';
import { projectFolder } from '../infrastructure/compiled.js';

const suiteMaxMs = 10 * 60_000;
const started = await startContainers();
const isThere = typeof started !== 'string';
if (!isThere) process.stderr.write(`Skipped: the integration suite on containers (${started}).\n`);

afterAll(async () => {
  if (isThere) await started.stop();
});

(isThere ? test : test.skip)(
  'the integration suite passes on containers',
  async () => {
    if (!isThere) throw new Error(started);
    expectPassed(await runSuite(started));
  },
  suiteMaxMs,
);

/** @returns why there are no containers: no engine, or one that has not got the images and cannot pull them */
async function startContainers(): Promise<Infrastructure | string> {
  const engine = await findDockerEngine(process.env);
  if ('skipped' in engine) return engine.skipped;
  try {
    return await ensureInfrastructure({ purpose: 'test', only: 'docker', say: () => undefined });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (/no such host|registry|manifest|toomanyrequests|pull access/i.test(message)) {
      return 'the Docker engine has not got the images and cannot pull them';
    }
    throw error;
  }
}

const expectPassed = ({ exitCode, output }: { exitCode: number | null; output: string }): void => {
  expect(`${String(exitCode)}\n${output}`).toMatch(/^0\n[^]*Tests: +[1-9]\d* passed/);
};

const runSuite = (infrastructure: Infrastructure): Promise<{ exitCode: number | null; output: string }> =>
  new Promise((resolve, reject) => {
    const jest = spawn(
      process.execPath,
      ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js', '--ci', 'tests/integration'],
      {
        cwd: projectFolder,
        env: {
          ...process.env,
          JEST_WORKER_ID: undefined,
          STREAMPACT_TEST_DATABASE_URL: infrastructure.databaseUrl,
          STREAMPACT_TEST_REDIS_URL: infrastructure.redisUrl,
        },
      },
    );
    let output = '';
    for (const stream of [jest.stdout, jest.stderr]) stream.on('data', (data) => (output += String(data)));
    jest.once('error', reject);
    jest.once('close', (exitCode) => resolve({ exitCode, output }));
  });
