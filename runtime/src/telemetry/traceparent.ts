/** W3C trace context (https://www.w3.org/TR/trace-context/): continues a trace, or starts one. */
import { randomBytes } from 'node:crypto';
import { context, trace } from '@opentelemetry/api';

const pattern = /^00-([0-9a-f]{32})-[0-9a-f]{16}-([0-9a-f]{2})$/;

/** The active OpenTelemetry span if there is one; else a new span id in the trace of `parent`; else a new trace. */
export const nextTraceparent = (parent: string | undefined): string => {
  const span = trace.getSpanContext(context.active());
  if (span && trace.isSpanContextValid(span)) {
    return `00-${span.traceId}-${span.spanId}-${span.traceFlags.toString(16).padStart(2, '0')}`;
  }
  const match = parent === undefined ? null : pattern.exec(parent);
  const traceId = match?.[1] ?? randomBytes(16).toString('hex');
  return `00-${traceId}-${randomBytes(8).toString('hex')}-${match?.[2] ?? '01'}`;
};
