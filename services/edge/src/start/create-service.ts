/** From a configuration to an application that listens. Used by `main.ts` and by tests. */
import { type NestExpressApplication } from '@nestjs/platform-express';
import { NestFactory } from '@nestjs/core';
import { StreampactError, type Logger } from '@streampact/runtime';
import type { EdgeConfig } from '../configuration/edge-config.js';
import { correlate } from '../correlation/correlation.js';
import { nestLogger } from '../logging/nest-logger.js';
import { serveOpenApi } from '../openapi/open-api.js';
import { errorCodeOf } from '../problems/error-code.js';
import { ProblemFilter } from '../problems/problem.filter.js';
import { logExportTrouble } from '../telemetry/export-trouble.js';
import { observeRequests } from '../telemetry/observe-requests.js';
import { identifyService } from '../telemetry/service-identity.js';
import { traceRequests } from '../telemetry/trace-requests.js';
import { bodyMaxBytes, refuseLargeBodies } from '../validation/body-limit.js';
import { RequestValidationPipe } from '../validation/request-validation.pipe.js';
import { requireJson } from '../validation/require-json.js';
import { BoundedServer } from './bounded-server.js';
import { securityHeaders } from './security-headers.js';
import type { ServiceApplication } from './service-application.js';

/** Somebody else listens where this service should. */
export class PortTakenError extends StreampactError {
  readonly code = 'PORT_TAKEN';

  constructor(fields: { host: string; port: number; cause: unknown }) {
    super(
      `Port ${fields.port} on ${fields.host} is taken. Stop what listens there, or set PORT to another one (0: any free one).`,
      { cause: fields.cause },
    );
  }
}

export interface RunningService {
  readonly application: NestExpressApplication;
  readonly port: number;
  /** `http://127.0.0.1:3002` */
  readonly url: string;
  /** As SIGTERM does: finishes what is in flight, then closes every connection. */
  readonly stop: () => Promise<void>;
}

/** @throws PortTakenError, DatabaseUnreachableError, DatabaseRefusedError; then everything that was opened is closed */
export const createService = async <Config extends EdgeConfig>(
  service: ServiceApplication<Config>,
  config: Config,
  logger: Logger,
): Promise<RunningService> => {
  identifyService({ name: service.name, version: service.openApi.version });
  logExportTrouble(logger);
  const server = new BoundedServer({ requestMaxMs: config.requestMaxMs });
  const application = await NestFactory.create<NestExpressApplication>(service.module(config, logger), server, {
    logger: nestLogger(logger),
    abortOnError: false,
    // Below, after the middleware that every request passes, so that a malformed body is answered like any other error.
    bodyParser: false,
  });
  try {
    application.disable('x-powered-by');
    application.set('trust proxy', config.trustedProxies);
    application.use(correlate, traceRequests, securityHeaders, observeRequests(logger), refuseLargeBodies, requireJson);
    application.useBodyParser('json', { limit: bodyMaxBytes });
    application.useGlobalPipes(new RequestValidationPipe());
    application.useGlobalFilters(new ProblemFilter(logger));
    serveOpenApi(application, service.openApi);
    await listen(application, config);
  } catch (error) {
    await application.close();
    throw error;
  }
  const address: unknown = application.getHttpServer().address();
  const port = hasPort(address) ? address.port : config.port;
  const host = config.host.includes(':') ? `[${config.host}]` : config.host;
  return { application, port, url: `http://${host}:${port}`, stop: async () => application.close() };
};

const hasPort = (address: unknown): address is { port: number } =>
  typeof address === 'object' && address !== null && 'port' in address && typeof address.port === 'number';

const listen = async (application: NestExpressApplication, { host, port }: EdgeConfig): Promise<void> => {
  try {
    await application.listen(port, host);
  } catch (error) {
    if (errorCodeOf(error) === 'EADDRINUSE') throw new PortTakenError({ host, port, cause: error });
    throw error;
  }
};
