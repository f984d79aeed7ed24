/**
 * Finds or starts PostgreSQL and Redis once for the whole test run and tells the tests where they are. Plain JavaScript,
 * because Jest loads this file without its TypeScript transform; the code it uses is compiled first (0.3 s if nothing changed).
 */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const compiler = 'node_modules/typescript/bin/tsc';

/** Set both to use servers of your own; databases and key prefixes are made in them. */
const databaseVariable = 'STREAMPACT_TEST_DATABASE_URL';
const redisVariable = 'STREAMPACT_TEST_REDIS_URL';

export default async function startTestInfrastructure() {
  // What does not compile is written all the same, with what is wrong with it: tests of what is well can run.
  spawnSync(process.execPath, [compiler, '-b', 'deploy/local'], { cwd: root, stdio: ['ignore', 2, 2] });
  // Tests that start compiled programs compile them, two at once: here the first time, when everything is written. What does not
  // compile is theirs to say, for nobody else needs it.
  spawnSync(process.execPath, [compiler, '-b'], { cwd: root, stdio: 'ignore' });
  process.env.STREAMPACT_TEST_RUN = randomBytes(4).toString('hex');
  if (process.env[databaseVariable] && process.env[redisVariable]) return;
  const { ensureInfrastructure, infrastructureChoice } = await import('../../deploy/local/dist/index.js');
  const only = infrastructureChoice(process.env);
  const infrastructure = await ensureInfrastructure({
    purpose: 'test',
    say: (line) => process.stderr.write(`${line}\n`),
    ...(only ? { only } : {}),
  });
  process.env[databaseVariable] = infrastructure.databaseUrl;
  process.env[redisVariable] = infrastructure.redisUrl;
  globalThis.streampactTestInfrastructure = infrastructure;
}
