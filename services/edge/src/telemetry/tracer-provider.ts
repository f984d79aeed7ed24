/** Installs the process' TracerProvider when it is first imported, where an OTLP endpoint is named; else no span is ever made. */
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { isExported } from './otlp.js';
import { tracePostgres } from './postgres-spans.js';
import { traceRedis } from './redis-spans.js';
import { serviceResource } from './service-identity.js';

export const tracerProvider = isExported('traces')
  ? new NodeTracerProvider({
      resource: serviceResource,
      spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
    })
  : undefined;

if (tracerProvider) {
  tracerProvider.register();
  tracePostgres();
  traceRedis();
}
