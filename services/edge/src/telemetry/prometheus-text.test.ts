import { diag, DiagLogLevel } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { AggregationTemporality, MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics';
import { prometheusText } from './prometheus-text.js';

class Reader extends MetricReader {
  protected override async onShutdown(): Promise<void> {}
  protected override async onForceFlush(): Promise<void> {}
  override selectAggregationTemporality(): AggregationTemporality {
    return AggregationTemporality.CUMULATIVE;
  }
}

test('a unit is the end of a name, and what only says what is counted is not', async () => {
  const reader = new Reader();
  const meter = new MeterProvider({ readers: [reader] }).getMeter('test');
  meter.createCounter('cpu.time', { unit: 's' }).add(2);
  meter.createHistogram('wait', { unit: 's', advice: { explicitBucketBoundaries: [1] } }).record(0.5);
  meter.createCounter('bytes', { unit: 'By' }).add(3);
  meter.createGauge('busy', { unit: '1' }).record(0.25);
  meter.createCounter('messages', { unit: '{message}' }).add(4);

  const samples = (await prometheusText(reader)).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  expect(samples).toEqual([
    'cpu_time_seconds_total 2',
    'wait_seconds_count 1',
    'wait_seconds_sum 0.5',
    'wait_seconds_bucket{le="1"} 1',
    'wait_seconds_bucket{le="+Inf"} 1',
    'bytes_total 3',
    'busy_ratio 0.25',
    'messages_total 4',
  ]);
});

test('a service that has only just said who it is is no trouble', async () => {
  const complaints: string[] = [];
  const note = (complaint: string): void => void complaints.push(complaint);
  diag.setLogger({ error: note, warn: note, info: note, debug: note, verbose: note }, DiagLogLevel.WARN);
  const reader = new Reader();
  const resource = resourceFromAttributes({ 'service.name': Promise.resolve('order-service') });
  const meter = new MeterProvider({ readers: [reader], resource }).getMeter('test');
  meter.createCounter('messages').add(1);

  expect(await prometheusText(reader)).toContain('messages_total 1');
  expect(complaints).toEqual([]);
  diag.disable();
});
