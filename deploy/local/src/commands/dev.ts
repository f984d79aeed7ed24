/** `npm run dev`: everything runs, contracts are generated and code is compiled on change, services are restarted. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { watchCompile } from '../dev/recompile.js';
import { Restarts } from '../dev/restarts.js';
import { watchFiles } from '../dev/watch-files.js';
import { messageOf, UsageError } from '../errors.js';
import { repositoryFolder as project } from '../infrastructure/ensure-infrastructure.js';
import { dataFolderOf } from '../infrastructure/home-folder.js';
import { infrastructureChoice } from '../infrastructure/infrastructure-choice.js';
import { serviceNames } from '../start/service-names.js';
import { takeStartLock } from '../start/start-lock.js';
import { givenEnvironment } from '../start/given-environment.js';
import { listenForStop } from '../start/stop.js';
import { System } from '../start/system.js';
import { writeSystemFile } from '../start/system-file.js';
import { urlTable } from '../start/url-table.js';
import { dim, red } from '../terminal/colours.js';
import { print, say } from '../terminal/say.js';

const main = async (): Promise<void> => {
  if (process.argv.length > 2)
    throw new UsageError('npm run dev takes no options. For those of npm start: npm start -- --help');
  const unlock = takeStartLock(join(project, '.streampact', 'start.pid'));
  try {
    await develop();
  } finally {
    unlock();
  }
};

const develop = async (): Promise<void> => {
  const stop = listenForStop();
  const logFolder = join(project, '.streampact', 'logs');
  const env = givenEnvironment(process.env);
  const only = infrastructureChoice(env);
  let isUp = false;
  const system = await System.start({
    projectFolder: project,
    logFolder,
    env,
    infrastructure: { purpose: 'start', say, dataFolder: dataFolderOf(project), ...(only ? { only } : {}) },
    say,
    // Code that is being worked on may crash: that is shown, and the next change starts it again.
    onDeath: (sentence) => say(`${red(sentence)}${isUp ? '\nIt starts again at the next change.' : ''}`),
    onMail: ({ to, subject }) => say(dim(`✉ "${subject}" for ${to}`)),
  });
  isUp = true;
  const removeSystemFile = writeSystemFile(project, system.infrastructure, env);
  print(['', ...urlTable(system, logFolder), '']);

  const restarts = new Restarts({ system, projectFolder: project, say });
  const compiler = watchCompile(project, { say, onGood: () => void restarts.flush() });
  const contracts = watchFiles([join(project, 'asyncapi')], { matches: /\.ya?ml$/, onChange: generate });
  const code = watchFiles(compiledFolders, {
    matches: /\.js$/,
    onChange: async (files) => {
      restarts.add(files);
      if (compiler.isGood) await restarts.flush();
    },
  });
  say('Watching asyncapi/ and the code. Ctrl-C stops everything.');

  await stop.reason;
  say('Stopping …');
  removeSystemFile();
  await Promise.all([compiler.stop(), contracts.close(), code.close()]);
  await Promise.race([system.stop(), stop.again.then(() => system.abandon())]);
};

const compiledFolders = [
  'runtime',
  'generated',
  'services/edge',
  ...serviceNames.map((name) => `services/${name}`),
].map((folder) => join(project, folder, 'dist'));

/** The generator writes into generated/, which the compiler watches. Its findings go to the terminal as they are. */
const generate = (files: readonly string[]): Promise<void> =>
  new Promise((resolve) => {
    say(dim(`${files.length === 1 ? 'A contract' : `${String(files.length)} contracts`} changed; generating …`));
    const generator = spawn(process.execPath, [join(project, 'codegen', 'dist', 'main.js'), 'generate'], {
      cwd: project,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    generator.once('error', (error) => say(red(`The generator cannot run: ${error.message}`)));
    generator.once('close', () => resolve());
  });

main().then(
  () => process.exit(0),
  (error: unknown) => {
    say(red(messageOf(error)));
    process.exit(error instanceof UsageError ? 2 : 1);
  },
);
