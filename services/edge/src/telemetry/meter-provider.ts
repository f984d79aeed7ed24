/**
 * Installs the process' MeterProvider when it is first imported. An instrument made before that stays silent for ever
 * (OpenTelemetry metrics have no late binding), so this is the first import of edge's index and edge the first of `main.ts`.
 */
import { metrics } from '@opentelemetry/api';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { MeterProvider } from '@opentelemetry/sdk-metrics';

/** Answers scrapes through the application's own HTTP server (metrics.controller.ts): no port of its own. */
export const prometheusExporter = new PrometheusExporter({
  preventServerStart: true,
  withoutScopeInfo: true,
  withoutTargetInfo: true,
});

metrics.setGlobalMeterProvider(new MeterProvider({ readers: [prometheusExporter] }));
