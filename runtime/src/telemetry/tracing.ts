/**
 * Spans, through OpenTelemetry's API alone. Where no SDK is installed nothing of a span is made, not even its attributes: a
 * call costs one comparison and one call of the work.
 */
import {
  context,
  ProxyTracerProvider,
  ROOT_CONTEXT,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type Span,
  type SpanContext,
  SpanKind,
} from '@opentelemetry/api';
import { currentMessageContext } from './message-context.js';
import { formatTraceparent, parseTraceparent } from './traceparent.js';

export interface SpanDescription {
  /** Of few different values: `process orders-stream`, never with an id in it. */
  readonly name: string;
  /** As OpenTelemetry's SpanKind, in words: who uses this library needs no package of OpenTelemetry. @default internal */
  readonly kind?: keyof typeof kinds;
  readonly attributes?: Attributes;
  /**
   * W3C trace context of the span above; null begins a new trace.
   * @default the active span, else the trace context of the message or request being handled
   */
  readonly parent?: string | null | undefined;
  /** W3C trace contexts, or spans of this process, that it has to do with; what is not valid is left out. */
  readonly links?: readonly (string | SpanContext | undefined)[];
}

const kinds = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
} as const;

/** An SDK's own limit for the links of a span. */
const linksMax = 128;
const tracer = trace.getTracer('streampact');
/** What a provider delegates to as long as nobody has installed an SDK. */
const nobody = new ProxyTracerProvider().getDelegate();

/** Is there an SDK? It may be installed at any time. */
export const isTracing = (): boolean => {
  const provider = trace.getTracerProvider();
  return !(provider instanceof ProxyTracerProvider) || provider.getDelegate() !== nobody;
};

/**
 * Runs `work` within a span, which ends when the work does; what fails marks it, and is thrown on.
 * @param describe – not called without an SDK
 */
export const inSpan = async <Result>(
  describe: () => SpanDescription,
  work: (span: Span | undefined) => Promise<Result>,
): Promise<Result> => {
  if (!isTracing()) return work(undefined);
  const { span, within } = startSpan(describe());
  try {
    return await context.with(within, work, undefined, span);
  } catch (error) {
    markFailed(span, error);
    throw error;
  } finally {
    span.end();
  }
};

/** For spans that do not end where they begin; whoever starts one ends it. */
export const startSpan = (described: SpanDescription): { readonly span: Span; readonly within: Context } => {
  const { name, kind, attributes, parent, links = [] } = described;
  const above = parent === null ? ROOT_CONTEXT : parent === undefined ? inherited() : contextOf(parent);
  const span = tracer.startSpan(
    name,
    {
      ...(kind === undefined ? {} : { kind: kinds[kind] }),
      ...(attributes === undefined ? {} : { attributes }),
      links: links.slice(0, linksMax).flatMap((link) => {
        const linked = typeof link === 'string' ? parseTraceparent(link) : link;
        return linked ? [{ context: linked }] : [];
      }),
    },
    above,
  );
  return { span, within: trace.setSpan(above, span) };
};

/** By what kind of error, not by its text: that may quote personal data, and the log has it without. */
export const markFailed = (span: Span, error: unknown): void => {
  const type = !(error instanceof Error) ? typeof error : 'code' in error ? String(error.code) : error.name;
  span.recordException({ name: type });
  span.setAttribute('error.type', type);
  span.setStatus({ code: SpanStatusCode.ERROR });
};

/** W3C trace context of the code now running: to be kept with work that somebody does later. */
export const currentTraceparent = (): string | undefined => {
  const active = trace.getSpanContext(context.active());
  return active && trace.isSpanContextValid(active) ? formatTraceparent(active) : currentMessageContext().traceparent;
};

const inherited = (): Context =>
  trace.getSpan(context.active()) ? context.active() : contextOf(currentMessageContext().traceparent);

const contextOf = (traceparent: string | undefined): Context => {
  const parsed = traceparent === undefined ? undefined : parseTraceparent(traceparent);
  return parsed ? trace.setSpanContext(ROOT_CONTEXT, parsed) : ROOT_CONTEXT;
};
