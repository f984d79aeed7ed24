/**
 * Goal: no panel and no alert asks for a metric or a label that no service has. Method: the services tell the shop's story, and
 * what their `/metrics` show is compared with what every expression names.
 */
import { serviceNames } from '@streampact/local';
import { dashboards } from './grafana-files.js';
import { tellObservedStory, type ObservedStory } from './observed-story.js';
import { alerts } from './prometheus-files.js';
import { labelsIn, metricsIn } from './promql-names.js';
import { findPromtool } from './promtool.js';

const testMaxMs = 120_000;
/** What Prometheus itself adds. */
const ofPrometheus = { metrics: ['up'], labels: ['job', 'instance'] };

let story: ObservedStory;
let metrics: ReadonlySet<string>;
let labels: ReadonlySet<string>;

beforeAll(async () => {
  story = await tellObservedStory();
  const samples = [...story.metricsText.values()]
    .flatMap((text) => text.split('\n'))
    .filter((line) => line !== '' && !line.startsWith('#'));
  metrics = new Set([...ofPrometheus.metrics, ...samples.map((line) => /^\w+/.exec(line)?.[0] ?? '')]);
  const named = samples.flatMap((line) => [...line.matchAll(/[{,](\w+)="/g)].map(([, label = '']) => label));
  labels = new Set([...ofPrometheus.labels, ...named]);
}, testMaxMs);

afterAll(async () => story.close(), testMaxMs);

const expressions: readonly (readonly [what: string, expression: string])[] = [
  ...alerts.map(({ alert, expr }) => [`alert ${alert}`, expr] as const),
  ...[...dashboards.values()].flatMap(({ dashboard: { title, panels, templating } }) => [
    ...panels.flatMap((panel) =>
      (panel.targets ?? []).flatMap(({ expr }) =>
        expr === undefined ? [] : [[`${title}: ${panel.title}`, expr] as const],
      ),
    ),
    ...templating.list.map(({ query }) => [`${title}: a variable`, query.query] as const),
  ]),
];

test.each(expressions)('%s asks for what there is', (_what, expression) => {
  const named = metricsIn(expression);
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((name) => !metrics.has(name))).toEqual([]);
  expect(labelsIn(expression).filter((label) => !labels.has(label))).toEqual([]);
});

test.each(serviceNames)('%s shows units in the names of /metrics, and says what each metric is', (service) => {
  const text = story.metricsText.get(service) ?? '';
  for (const name of [
    'http_server_request_duration_seconds_bucket',
    'process_cpu_time_seconds_total',
    'process_memory_usage_bytes',
    'streampact_outbox_oldest_age_seconds',
  ]) {
    expect(text).toMatch(new RegExp(`^${name}[ {]`, 'm'));
  }
  expect(text).not.toContain('description missing');
});

const promtool = await findPromtool();

const describeWithPromtool = promtool ? describe : describe.skip;

describeWithPromtool('promtool', () => {
  test.each(serviceNames)('reads what %s shows, and finds nothing to mend', (service) => {
    const found = promtool?.(['check', 'metrics'], story.metricsText.get(service));
    expect(found).toEqual({ exitCode: 0, said: '' });
  });
});
