/**
 * Goal: Grafana takes the dashboards as they are. Method: Grafana publishes its schema as TypeScript types (@grafana/schema), so
 * the compiler checks each dashboard against them; what types cannot say is looked at here.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { projectFolder } from '../infrastructure/compiled.js';
import { dashboards, type Panel } from './grafana-files.js';

const schema = join(projectFolder, 'node_modules/@grafana/schema/dist/types');

/** JSON has the values of the schema's enums, not their names. */
const plain = `
type Plain<T> = T extends string ? \`\${T}\`
  : T extends number ? (\`\${T}\` extends \`\${infer N extends number}\` ? N : T)
  : T extends (infer Item)[] ? Plain<Item>[]
  : T extends object ? { [Key in keyof T]: Plain<T[Key]> }
  : T;`;

/** @returns what the compiler finds wrong with a dashboard */
const findingsOf = (json: string): string => {
  const folder = mkdtempSync(join(tmpdir(), 'streampact-dashboard-'));
  try {
    const source = [
      `import type { Dashboard } from ${JSON.stringify(join(schema, 'veneer/dashboard.types.js'))};`,
      `import type { Options as Lines } from ${JSON.stringify(join(schema, 'raw/composable/timeseries/panelcfg/x/types.gen.js'))};`,
      `import type { Options as Stat } from ${JSON.stringify(join(schema, 'raw/composable/stat/panelcfg/x/types.gen.js'))};`,
      plain,
      `export const dashboard = ${json.trimEnd()} satisfies Plain<Dashboard>;`,
      `export const lines = ${JSON.stringify(optionsOf(json, 'timeseries'))} satisfies Plain<Lines>[];`,
      `export const stats = ${JSON.stringify(optionsOf(json, 'stat'))} satisfies Plain<Partial<Stat>>[];`,
    ].join('\n');
    writeFileSync(join(folder, 'dashboard.ts'), source);
    const options = ['--ignoreConfig', '--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--types', ''];
    const tsc = join(projectFolder, 'node_modules/typescript/bin/tsc');
    const { stdout } = spawnSync(process.execPath, [tsc, ...options, join(folder, 'dashboard.ts')], {
      encoding: 'utf8',
    });
    return stdout;
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const optionsOf = (json: string, type: string): readonly unknown[] =>
  (JSON.parse(json) as { panels: { type: string; options?: unknown }[] }).panels.flatMap((panel) =>
    panel.type === type ? [panel.options] : [],
  );

test.each([...dashboards].map(([file, { text }]) => ({ file, text })))(
  '$file fits the schema of Grafana',
  ({ text }) => {
    expect(findingsOf(text)).toBe('');
  },
);

test('the schema notices what Grafana does not know', () => {
  const { text = '' } = dashboards.get('overview.json') ?? {};
  expect(findingsOf(text.replace('"gridPos"', '"gridPosition"'))).toContain('gridPosition');
  expect(findingsOf(text.replace('"graphMode": "none"', '"graphMode": "some"'))).toContain('"some"');
});

test('there is a dashboard for the whole, a stream, a service, and a saga, each under a name of its own', () => {
  expect([...dashboards.values()].map(({ dashboard }) => dashboard.uid).toSorted()).toEqual([
    'streampact-overview',
    'streampact-saga',
    'streampact-service',
    'streampact-stream',
  ]);
});

const overlap = (one: Panel, other: Panel): boolean => {
  const [a, b] = [one.gridPos, other.gridPos];
  return one.id < other.id && a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
};

test.each([...dashboards])(
  'panels of %s lie beside each other, and ask data sources that are provisioned',
  (_file, of) => {
    const { panels } = of.dashboard;
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    expect(panels.filter(({ gridPos }) => gridPos.x + gridPos.w > 24)).toEqual([]);
    expect(panels.filter((panel) => panels.some((other) => overlap(panel, other)))).toEqual([]);
    const { datasources } = parse(
      readFileSync(join(projectFolder, 'deploy/grafana/provisioning/datasources/datasources.yml'), 'utf8'),
    ) as { datasources: readonly { uid: string; type: string }[] };
    for (const { datasource } of panels.filter(({ type }) => type !== 'row')) {
      expect(datasources).toContainEqual(expect.objectContaining(datasource));
    }
  },
);
