/**
 * Installs the process' MeterProvider when it is first imported: always for /metrics, and for OTLP where an endpoint is named.
 * An instrument made before that stays silent for ever (OpenTelemetry metrics have no late binding), so this is the first
 * import of edge's index and edge the first of `main.ts`, and nothing that this imports may import the runtime.
 */
import { metrics } from '@opentelemetry/api';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { isExported } from './otlp.js';
import { observeProcess } from './process-metrics.js';
import { serviceResource } from './service-identity.js';

/** Is asked through the application's own HTTP server (metrics.controller.ts): no port of its own. */
export const prometheusReader = new PrometheusExporter({ preventServerStart: true });

export const meterProvider = new MeterProvider({
  resource: serviceResource,
  readers: [
    prometheusReader,
    ...(isExported('metrics') ? [new PeriodicExportingMetricReader({ exporter: new OTLPMetricExporter() })] : []),
  ],
});
metrics.setGlobalMeterProvider(meterProvider);
observeProcess();
