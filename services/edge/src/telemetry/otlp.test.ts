import { isExported } from './otlp.js';

const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' };

test('nothing is exported unless an endpoint is named', () => {
  expect(isExported('traces', {})).toBe(false);
  expect(isExported('traces', { OTEL_EXPORTER_OTLP_ENDPOINT: ' ' })).toBe(false);
  expect(isExported('traces', endpoint)).toBe(true);
  expect(isExported('metrics', endpoint)).toBe(true);
});

test('an endpoint of one signal is no endpoint of the other', () => {
  const traces = { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://127.0.0.1:4318/v1/traces' };
  expect(isExported('traces', traces)).toBe(true);
  expect(isExported('metrics', traces)).toBe(false);
});

test('one signal, or all of it, can be switched off', () => {
  expect(isExported('metrics', { ...endpoint, OTEL_METRICS_EXPORTER: 'none' })).toBe(false);
  expect(isExported('traces', { ...endpoint, OTEL_METRICS_EXPORTER: 'none' })).toBe(true);
  expect(isExported('traces', { ...endpoint, OTEL_SDK_DISABLED: 'TRUE' })).toBe(false);
});
