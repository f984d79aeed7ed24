import { labelsIn, metricsIn } from './promql-names.js';

test.each([
  ['up == 0', ['up'], []],
  ['sum by (job) (rate(a_total{outcome="done"}[5m])) > 1', ['a_total'], ['job', 'outcome']],
  [
    'histogram_quantile(0.99, sum by (le, job) (rate(b_bucket{x=~"$x", y!="1"}[$__rate_interval])))',
    ['b_bucket'],
    ['le', 'job', 'x', 'y'],
  ],
  ['deriv((sum by (job) (c))[10m:30s]) > 0 and on (job) d', ['c', 'd'], ['job', 'job']],
  ['absent(up{job="user-service"}) or vector(0)', ['up'], ['job']],
  ['label_values(e, job)', ['e'], ['job']],
])('%s', (expression, metrics, labels) => {
  expect(metricsIn(expression)).toEqual(metrics);
  expect(labelsIn(expression)).toEqual(labels);
});
