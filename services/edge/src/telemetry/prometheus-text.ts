/**
 * Metrics in Prometheus' text format, named as its naming guide asks: a unit is the end of the name
 * (`http_server_request_duration_seconds`). OpenTelemetry's exporter leaves the units out.
 */
import { PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import type { MetricData, MetricReader, ResourceMetrics } from '@opentelemetry/sdk-metrics';

/** Units that our metrics have, as UCUM and as Prometheus writes them; `{message}` and the like are no units. */
const unitNames: Readonly<Record<string, string>> = { s: 'seconds', By: 'bytes', '1': 'ratio' };

const serializer = new PrometheusSerializer('', false, undefined, true, true);

export const prometheusText = async (reader: MetricReader): Promise<string> => {
  const { resourceMetrics } = await reader.collect();
  // The serializer complains of attributes that are still promises, also where it leaves them out.
  await resourceMetrics.resource.waitForAsyncAttributes?.();
  return serializer.serialize(withUnits(resourceMetrics));
};

const withUnits = (collected: ResourceMetrics): ResourceMetrics => ({
  ...collected,
  scopeMetrics: collected.scopeMetrics.map((scope) => ({ ...scope, metrics: scope.metrics.map(withUnit) })),
});

const withUnit = <Metric extends MetricData>(metric: Metric): Metric => {
  const { name, unit } = metric.descriptor;
  const unitName = unitNames[unit] ?? '';
  const isNamed = unitName === '' || name.endsWith(unitName);
  return {
    ...metric,
    descriptor: { ...metric.descriptor, name: isNamed ? name : `${name}_${unitName}`, unit: unitName },
  };
};
