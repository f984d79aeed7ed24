/** W3C trace context (https://www.w3.org/TR/trace-context/): continues a trace, or starts one. */
import { randomBytes } from 'node:crypto';
import { context, isSpanContextValid, trace, type SpanContext } from '@opentelemetry/api';

const pattern = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** @returns undefined if it is none, or names no span */
export const parseTraceparent = (text: string): SpanContext | undefined => {
  const [, traceId = '', spanId = '', flags = ''] = pattern.exec(text) ?? [];
  const parsed = { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
  return isSpanContextValid(parsed) ? parsed : undefined;
};

export const formatTraceparent = ({ traceId, spanId, traceFlags }: SpanContext): string =>
  `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;

/** The active OpenTelemetry span if there is one; else a new span id in the trace of `parent`; else a new trace. */
export const nextTraceparent = (parent: string | undefined): string => {
  const span = trace.getSpanContext(context.active());
  if (span && isSpanContextValid(span)) return formatTraceparent(span);
  const match = parent === undefined ? null : pattern.exec(parent);
  const traceId = match?.[1] ?? randomBytes(16).toString('hex');
  return `00-${traceId}-${randomBytes(8).toString('hex')}-${match?.[3] ?? '01'}`;
};
