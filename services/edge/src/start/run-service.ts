/**
 * The life of a service's process: configuration, start, one line that says where it listens, stop on a signal. A stop ends
 * within 10 s, also if a server does not answer or a request does not end: what is open then is rolled back.
 */
import { StreampactError, type Logger } from '@streampact/runtime';
import type { EdgeConfig } from '../configuration/edge-config.js';
import { createLogger } from '../logging/json-logger.js';
import { createService } from './create-service.js';
import type { ServiceApplication } from './service-application.js';

/** Ends the process with exit code 1 and one clear message if the service cannot start. */
export const runService = async <Config extends EdgeConfig>(service: ServiceApplication<Config>): Promise<void> => {
  try {
    const config = service.loadConfig(process.env);
    const logger = createLogger({ service: service.name, level: config.logLevel });
    const { application, port, url } = await createService(service, config, logger);
    application.enableShutdownHooks(['SIGTERM', 'SIGINT'], { useProcessExit: true });
    announceStop(logger);
    logger.info({ port, host: config.host, url, docs: `${url}/docs`, pid: process.pid }, 'listening');
  } catch (error) {
    // An error of ours says what to do; a stack would only hide that.
    const said = error instanceof StreampactError ? error.message : error;
    process.stderr.write(`${said instanceof Error ? (said.stack ?? said.message) : String(said)}\n`);
    process.exit(1);
  }
};

/** Below the 10 s after which Docker and Kubernetes' usual settings kill. */
const stopMaxMs = 9_000;

const announceStop = (logger: Logger): void => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      logger.info({ signal }, 'stopping: what is in flight is finished first');
      const end = setTimeout(() => {
        logger.error({ stopMaxMs }, 'stopping took too long: what is still in flight is rolled back');
        process.exit(1);
      }, stopMaxMs);
      end.unref();
    });
  }
  process.once('exit', (exitCode) => logger.info({ exitCode }, 'stopped'));
};
