/** `npm run compose:smoke -- default | ha`: builds the images, starts docker-compose.yml, and tries what its profile promises. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ComposeProject } from '../compose/compose-project.js';
import { smokeHa } from '../compose/smoke-ha.js';
import { smokeSingle } from '../compose/smoke-single.js';
import { messageOf, ServerStartError, UsageError } from '../errors.js';
import { findDockerEngine } from '../infrastructure/docker-engine.js';
import { repositoryFolder } from '../infrastructure/ensure-infrastructure.js';
import { bold, green, red } from '../terminal/colours.js';
import { withProgress } from '../terminal/progress.js';
import { print, say } from '../terminal/say.js';

const help = `Starts docker-compose.yml as a project of its own, tells the story under the faults of its profile, and removes it again.

Usage: npm run compose:smoke -- default | ha [options]

  default       story; order-service on three instances under load; one of them stops
  ha            story; under load the Redis primary stops, then the PostgreSQL primary; the standby is promoted
  --no-build    take the images that are there
  --keep        leave everything running

Examples:
  npm run compose:smoke -- default
  npm run compose:smoke -- ha --no-build --keep
`;

const smokes = {
  default: { run: smokeSingle, envFile: undefined },
  ha: { run: smokeHa, envFile: 'deploy/compose/ha.env' },
} as const;

const main = async (): Promise<number> => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { 'no-build': { type: 'boolean' }, keep: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) {
    print([help]);
    return 0;
  }
  const [name = ''] = positionals;
  const smoke = name === 'default' || name === 'ha' ? smokes[name] : undefined;
  if (!smoke) throw new UsageError(`Name a profile, default or ha; got "${name}".`);
  const engine = await findDockerEngine(process.env);
  if ('skipped' in engine) throw new ServerStartError(engine.skipped);

  const env = { ...process.env, DOCKER_HOST: engine.host };
  const project = new ComposeProject({
    folder: repositoryFolder,
    // Images are shared by both profiles; containers and volumes are new ones.
    name: 'streampact-smoke',
    env,
    ...(smoke.envFile === undefined ? {} : { envFile: join(repositoryFolder, smoke.envFile) }),
  });
  await project.compose('down', '--volumes', '--remove-orphans');
  try {
    if (!values['no-build']) await withProgress('Building the images', project.compose('build'));
    await withProgress(
      'Starting',
      project.compose('up', '-d', '--no-build').then(async () => project.healthy()),
    );
    const isGood = await smoke.run(project, env);
    print([bold(isGood ? green(`${name}: as it should be.`) : red(`${name}: not as it should be.`))]);
    return isGood ? 0 : 1;
  } finally {
    if (!values.keep) await project.compose('down', '--volumes', '--remove-orphans');
  }
};

main().then(
  (exitCode) => process.exit(exitCode),
  (error: unknown) => {
    say(red(messageOf(error)));
    process.exit(error instanceof UsageError ? 2 : 1);
  },
);
