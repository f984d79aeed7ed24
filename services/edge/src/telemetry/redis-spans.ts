/**
 * A span for each Redis command that is part of a traced message: what ioredis tells its diagnostics channel, without the
 * arguments, which are payloads.
 */
import { tracingChannel } from 'node:diagnostics_channel';
import { context, trace, type Span } from '@opentelemetry/api';
import { markFailed, startSpan } from '@streampact/runtime';

/** What ioredis says of a command (ioredis/built/tracing.d.ts); one object for all that happens to it. */
interface CommandContext {
  readonly command: string;
  readonly database: number;
  readonly serverAddress: string;
  readonly serverPort: number | undefined;
  readonly error?: unknown;
}

export const traceRedis = (): void => {
  const spans = new WeakMap<object, Span>();
  const end = (command: object): void => {
    spans.get(command)?.end();
    spans.delete(command);
  };
  // The channel's messages are of the shape above.
  tracingChannel<string, CommandContext>('ioredis:command').subscribe({
    start: (command) => {
      if (trace.getSpan(context.active())?.isRecording() !== true) return;
      const { span } = startSpan({ name: command.command, kind: 'client', attributes: attributesOf(command) });
      spans.set(command, span);
    },
    end: () => undefined,
    asyncStart: () => undefined,
    asyncEnd: end,
    error: (command) => {
      const span = spans.get(command);
      if (span) markFailed(span, command.error);
    },
  });
};

const attributesOf = ({ command, database, serverAddress, serverPort }: CommandContext) => ({
  'db.system.name': 'redis',
  'db.operation.name': command,
  'db.namespace': String(database),
  'server.address': serverAddress,
  ...(serverPort === undefined ? {} : { 'server.port': serverPort }),
});
