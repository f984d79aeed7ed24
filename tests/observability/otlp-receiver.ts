/** Takes traces and metrics as a collector does (OTLP over HTTP, JSON), and keeps them to be asked for. */
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';

interface OtlpValue {
  readonly stringValue?: string;
  readonly intValue?: number | string;
  readonly boolValue?: boolean;
  readonly doubleValue?: number;
}
interface OtlpAttribute {
  readonly key: string;
  readonly value: OtlpValue;
}

/** What an SDK sends (opentelemetry-proto, trace/v1 and metrics/v1), as far as tests look at it. */
interface OtlpTraces {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly OtlpAttribute[] };
    readonly scopeSpans: readonly { readonly spans: readonly OtlpSpan[] }[];
  }[];
}
interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly attributes: readonly OtlpAttribute[];
  readonly links?: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly status?: { readonly code?: number };
}
interface OtlpMetrics {
  readonly resourceMetrics: readonly {
    readonly resource: { readonly attributes: readonly OtlpAttribute[] };
    readonly scopeMetrics: readonly { readonly metrics: readonly { readonly name: string }[] }[];
  }[];
}

type Attributes = Readonly<Record<string, unknown>>;

export interface ReceivedSpan extends Omit<OtlpSpan, 'attributes'> {
  /** `service.name` of who sent it. */
  readonly service: string;
  readonly resource: Attributes;
  readonly attributes: Attributes;
}

export interface OtlpReceiver {
  /** For OTEL_EXPORTER_OTLP_ENDPOINT. */
  readonly url: string;
  readonly spans: readonly ReceivedSpan[];
  /** Names of the metrics that came, by service. */
  readonly metrics: ReadonlyMap<string, ReadonlySet<string>>;
  /** Every span of one trace. */
  readonly trace: (traceId: string) => readonly ReceivedSpan[];
  readonly close: () => Promise<void>;
}

export const startOtlpReceiver = async (): Promise<OtlpReceiver> => {
  const spans: ReceivedSpan[] = [];
  const metrics = new Map<string, Set<string>>();
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      // The shapes are those that the protocol defines for these paths.
      if (request.url === '/v1/traces') spans.push(...spansOf(body as OtlpTraces));
      else if (request.url === '/v1/metrics') keepNames(metrics, body as OtlpMetrics);
      else response.statusCode = 404;
      response.setHeader('Content-Type', 'application/json').end('{}');
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The receiver does not listen on a port.');
  return {
    url: `http://127.0.0.1:${String(address.port)}`,
    spans,
    metrics,
    trace: (traceId) => spans.filter((span) => span.traceId === traceId),
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
};

const bodyOf = async (request: IncomingMessage): Promise<unknown> => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return JSON.parse(Buffer.concat(parts).toString('utf8'));
};

const spansOf = ({ resourceSpans }: OtlpTraces): readonly ReceivedSpan[] =>
  resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const about = attributesOf(resource.attributes);
    const of = { service: String(about['service.name']), resource: about };
    return scopeSpans.flatMap(({ spans }) =>
      spans.map((span) => ({ ...span, ...of, attributes: attributesOf(span.attributes) })),
    );
  });

const keepNames = (names: Map<string, Set<string>>, { resourceMetrics }: OtlpMetrics): void => {
  for (const { resource, scopeMetrics } of resourceMetrics) {
    const service = String(attributesOf(resource.attributes)['service.name']);
    const known = names.get(service) ?? new Set();
    for (const { metrics } of scopeMetrics) for (const { name } of metrics) known.add(name);
    names.set(service, known);
  }
};

const attributesOf = (attributes: readonly OtlpAttribute[]): Attributes =>
  Object.fromEntries(
    attributes.map(({ key, value }) => [
      key,
      value.stringValue ??
        value.boolValue ??
        value.doubleValue ??
        (value.intValue === undefined ? undefined : Number(value.intValue)),
    ]),
  );
