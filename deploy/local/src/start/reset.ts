import { rmSync } from 'node:fs';
import { DockerCompose } from '../infrastructure/docker-compose.js';
import { findDockerEngine } from '../infrastructure/docker-engine.js';
import { firstLineOf, UsageError } from '../errors.js';

/** Deletes what `npm start` keeps: its data folder and the volumes of its own compose project. Nobody else's servers. */
export const resetData = async (fields: {
  projectFolder: string;
  dataFolder: string;
  env: NodeJS.ProcessEnv;
  say: (line: string) => void;
}): Promise<void> => {
  const { projectFolder, dataFolder, env, say } = fields;
  if (env['DATABASE_URL'] ?? env['REDIS_URL']) {
    throw new UsageError(
      '--reset deletes only what npm start keeps itself, not what is behind DATABASE_URL and REDIS_URL. Drop the databases ' +
        'user_service, order_service and notification_service and the *-stream* keys there yourself, or unset the variables.',
    );
  }
  rmSync(dataFolder, { recursive: true, force: true });
  const engine = await findDockerEngine(env);
  if (!('skipped' in engine)) {
    await new DockerCompose({ projectFolder, engine, env, say })
      .reset()
      .catch((error: unknown) => say(`Docker volumes were not deleted: ${firstLineOf(error)}`));
  }
  say('Deleted the data of earlier starts.');
};
