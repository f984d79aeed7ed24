import type { LoggerService } from '@nestjs/common';
import type { Logger } from '@streampact/runtime';

/** What Nest itself has to say, through the service's logger. Its list of modules and routes is `debug`. */
export const nestLogger = (logger: Logger): LoggerService => ({
  log: (message: unknown, ...rest: unknown[]) => logger.debug(fieldsOf(message, rest), 'nest'),
  debug: (message: unknown, ...rest: unknown[]) => logger.debug(fieldsOf(message, rest), 'nest'),
  verbose: (message: unknown, ...rest: unknown[]) => logger.debug(fieldsOf(message, rest), 'nest'),
  warn: (message: unknown, ...rest: unknown[]) => logger.warn(fieldsOf(message, rest), 'nest'),
  error: (message: unknown, ...rest: unknown[]) => {
    const level = startContexts.has(rest.at(-1)) ? 'debug' : 'error';
    logger[level](fieldsOf(message, rest), 'nest');
  },
  fatal: (message: unknown, ...rest: unknown[]) => logger.error(fieldsOf(message, rest), 'nest'),
});

/** Who logs an error of a start before Nest throws it: run-service.ts says it, once and readable. */
const startContexts = new Set<unknown>(['ExceptionHandler', 'NestApplication']);

/** Nest passes the context (a class name) last. */
const fieldsOf = (message: unknown, rest: unknown[]): object => {
  const context = rest.at(-1);
  return {
    ...(typeof context === 'string' ? { context } : {}),
    detail: message instanceof Error ? message : String(message),
  };
};
