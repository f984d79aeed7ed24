/** One JSON object a line on standard output: level, time, service, the fixed fields, and a constant sentence. */
import { currentMessageContext, currentTraceparent, type Logger } from '@streampact/runtime';

const levels = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof levels)[number];

export interface JsonLoggerOptions {
  /** `order-service` */
  readonly service: string;
  /** The least important level that is written. */
  readonly level: LogLevel;
  /** @default standard output */
  readonly write?: (line: string) => void;
}

/** Injects the application's Logger. */
export const loggerToken = Symbol('logger');

export const createLogger = ({ service, level, write = toStandardOutput }: JsonLoggerOptions): Logger => {
  const at =
    (name: LogLevel) =>
    (fields: object, sentence: string): void => {
      if (levels.indexOf(name) < levels.indexOf(level)) return;
      const { correlationId } = currentMessageContext();
      const traceId = currentTraceparent()?.split('-')[1];
      const story = {
        ...(correlationId === undefined ? {} : { correlationId }),
        ...(traceId === undefined ? {} : { traceId }),
      };
      const entry = { level: name, at: new Date().toISOString(), service, ...story, ...fields, sentence };
      write(JSON.stringify(entry, errorsAsObjects));
    };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
};

const toStandardOutput = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** Errors are not JSON by themselves. */
const errorsAsObjects = (_name: string, value: unknown): unknown => {
  if (typeof value === 'bigint') return value.toString();
  if (!(value instanceof Error)) return value;
  return {
    name: value.name,
    ...('code' in value ? { code: value.code } : {}),
    message: messageOf(value),
    stack: value.stack,
    ...(value.cause === undefined ? {} : { cause: value.cause }),
  };
};

/** Connection errors of Node come as an AggregateError with an empty message. */
const messageOf = (error: Error): string =>
  error instanceof AggregateError && error.message === '' ? error.errors.map(String).join('; ') : error.message;
