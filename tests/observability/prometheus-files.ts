/** What deploy/prometheus holds, as tests look at it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { projectFolder } from '../infrastructure/compiled.js';

export const prometheusFolder = join(projectFolder, 'deploy/prometheus');

export interface Alert {
  readonly alert: string;
  readonly expr: string;
  readonly annotations: { readonly summary: string; readonly runbook: string };
}

interface RuleFile {
  readonly groups: readonly { readonly rules: readonly Alert[] }[];
}

interface RuleTests {
  readonly tests: readonly {
    readonly alert_rule_test: readonly { readonly alertname: string; readonly exp_alerts: readonly object[] }[];
  }[];
}

// promtool checks that both files are of these shapes.
export const alerts: readonly Alert[] = (
  parse(readFileSync(join(prometheusFolder, 'rules/alerts.yml'), 'utf8')) as RuleFile
).groups.flatMap(({ rules }) => rules);

/** For each tested alert whether it is expected to fire. */
export const testedAlerts: readonly { readonly alert: string; readonly fires: boolean }[] = (
  parse(readFileSync(join(prometheusFolder, 'tests/alerts.yml'), 'utf8')) as RuleTests
).tests.flatMap((test) =>
  test.alert_rule_test.map(({ alertname, exp_alerts: expected }) => ({ alert: alertname, fires: expected.length > 0 })),
);
