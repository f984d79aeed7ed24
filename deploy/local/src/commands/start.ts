/** `npm start`: see `startHelp`. */
import { join } from 'node:path';
import { messageOf, ServerStartError, UsageError } from '../errors.js';
import { repositoryFolder } from '../infrastructure/ensure-infrastructure.js';
import { dataFolderOf } from '../infrastructure/home-folder.js';
import { infrastructureChoice } from '../infrastructure/infrastructure-choice.js';
import { givenEnvironment } from '../start/given-environment.js';
import { resetData } from '../start/reset.js';
import { takeStartLock } from '../start/start-lock.js';
import type { Mail } from '../start/mail.js';
import { listenForStop, type Stop } from '../start/stop.js';
import { System } from '../start/system.js';
import { writeSystemFile } from '../start/system-file.js';
import { urlTable } from '../start/url-table.js';
import { tellStory } from '../story/story.js';
import { renderChecks, renderTimeline } from '../story/timeline.js';
import { bold, dim, green, red } from '../terminal/colours.js';
import { withProgress } from '../terminal/progress.js';
import { print, say } from '../terminal/say.js';
import { parseStartOptions, startHelp, type StartOptions } from './start-options.js';

const main = async (): Promise<number> => {
  const options = parseStartOptions(process.argv.slice(2), process.env);
  if (options.isHelp) {
    print([startHelp]);
    return 0;
  }
  const unlock = takeStartLock(join(repositoryFolder, '.streampact', 'start.pid'));
  try {
    return await start(options);
  } finally {
    unlock();
  }
};

const start = async (options: StartOptions): Promise<number> => {
  const env = givenEnvironment(process.env);
  const startedAt = Date.now();
  const dataFolder = dataFolderOf(repositoryFolder);
  const logFolder = join(repositoryFolder, '.streampact', 'logs');
  const only = infrastructureChoice(env);
  if (options.isReset) await resetData({ projectFolder: repositoryFolder, dataFolder, env, say });

  const stop = listenForStop();
  const system = await System.start({
    projectFolder: repositoryFolder,
    logFolder,
    env,
    infrastructure: { purpose: 'start', say, dataFolder, env, ...(only ? { only } : {}) },
    say,
    onDeath: (sentence) => stop.because(sentence),
    onMail: options.hasDemo ? () => undefined : showMail,
  }).catch((error: unknown) => {
    throw stop.death === undefined ? error : new ServerStartError(stop.death, { cause: error });
  });
  const removeSystemFile = writeSystemFile(repositoryFolder, system.infrastructure, env);
  print(['', ...urlTable(system, logFolder), '']);
  say(`Ready after ${((Date.now() - startedAt) / 1000).toFixed(1)} s.`);

  const exitCode = await untilStopped(system, { options, env, stop });
  say('Stopping …');
  removeSystemFile();
  await Promise.race([system.stop(), stop.again.then(() => system.abandon())]);
  return exitCode;
};

/** Tells the story, then waits for Ctrl-C or for something to die. */
const untilStopped = async (
  system: System,
  { options, env, stop }: { readonly options: StartOptions; readonly env: NodeJS.ProcessEnv; readonly stop: Stop },
): Promise<number> => {
  const story = options.hasDemo ? demo(system, env) : Promise.resolve(true);
  const isGood = await Promise.race([story, stop.reason.then(() => !options.isOnce)]);
  if (!options.isOnce) {
    if (!stop.isAsked) say('Everything stays up until Ctrl-C.');
    await stop.reason;
  }
  if (stop.death !== undefined) say(red(stop.death));
  return isGood && stop.death === undefined ? 0 : 1;
};

/** @returns whether the story ended as it should */
const demo = async (system: System, env: NodeJS.ProcessEnv): Promise<boolean> => {
  say('Two customers place three orders …');
  const { infrastructure, mailCatcher } = system;
  try {
    const story = await withProgress(
      'Waiting for the story to end',
      tellStory({
        urls: {
          users: system.url('user-service'),
          orders: system.url('order-service'),
          notifications: system.url('notification-service'),
        },
        redisUrl: infrastructure.redisUrl,
        ...(infrastructure.redisCaFile === undefined ? {} : { redisCaFile: infrastructure.redisCaFile }),
        keyPrefix: env['STREAMPACT_KEY_PREFIX'] ?? '',
        mails: mailCatcher.mails,
      }),
    );
    const isGood = story.checks.every(({ isTrue }) => isTrue);
    const verdict = isGood ? green('The story ended as it should.') : red('The story did not end as it should.');
    print(['', ...renderTimeline(story), '', ...renderChecks(story.checks), '', bold(verdict)]);
    return isGood;
  } catch (error) {
    say(red(`The story could not go on: ${messageOf(error)}`));
    return false;
  }
};

const showMail = ({ to, subject }: Mail): void => say(dim(`✉ "${subject}" for ${to}`));

main().then(
  (exitCode) => process.exit(exitCode),
  (error: unknown) => {
    say(red(messageOf(error)));
    process.exit(error instanceof UsageError ? 2 : 1);
  },
);
