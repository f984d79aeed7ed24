/** docs/guides/observe.md lists what there is: metrics as the code makes them, alerts as Prometheus has them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../infrastructure/compiled.js';
import { alerts } from '../observability/prometheus-files.js';

const read = (path: string): string => readFileSync(join(projectFolder, path), 'utf8');
const guide = read('docs/guides/observe.md');

test('the guide lists every metric with its unit, and no other', () => {
  const sources = ['runtime/src/telemetry', 'services/edge/src/telemetry'].flatMap((folder) =>
    readdirSync(join(projectFolder, folder))
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .map((file) => read(join(folder, file))),
  );
  const made = sources.flatMap((source) =>
    [...source.matchAll(/\.create(?:Observable)?(?:Counter|Histogram|Gauge)\('([^']+)', \{([^}]*)\}/g)].map(
      ([, name = '', options = '']) => `${name} ${/unit: '([^{']*)'/.exec(options)?.[1] ?? ''}`.trim(),
    ),
  );
  const listed = [...guide.matchAll(/^\| `([a-z]+\.[\w.]+)`\s*\|\s*(\w*)\s*\|/gm)].map(([, name = '', unit = '']) =>
    `${name} ${unit}`.trim(),
  );
  expect(made.length).toBeGreaterThan(20);
  expect(listed.toSorted()).toEqual(made.toSorted());
});

test('the guide lists every alert with its page', () => {
  const listed = [...guide.matchAll(/^\| \[(\w+)\]\(\.\.\/(runbooks\/[\w-]+\.md)\)/gm)].map(
    ([, alert = '', page = '']) => `${alert} docs/${page}`,
  );
  expect(listed.toSorted()).toEqual(
    alerts.map(({ alert, annotations }) => `${alert} ${annotations.runbook}`).toSorted(),
  );
});
