/** Goal: each alert fires when it should, and only then. Method: promtool runs the rules on series of deploy/prometheus/tests. */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectFolder } from '../infrastructure/compiled.js';
import { alerts, prometheusFolder, testedAlerts } from './prometheus-files.js';
import { findPromtool, type Promtool } from './promtool.js';

const found = await findPromtool();
const describeWithPromtool = found ? describe : describe.skip;
const promtool: Promtool = (args) => {
  if (!found) throw new Error('These tests are skipped without promtool.');
  return found(args);
};

describeWithPromtool('promtool', () => {
  test('finds the configuration and its rules valid', () => {
    const { exitCode, said } = promtool(['check', 'config', join(prometheusFolder, 'prometheus.yml')]);
    expect(said).toContain(`${String(alerts.length)} rules found`);
    expect(exitCode).toBe(0);
  });

  test('sees every alert fire on the series where it should, and on no other', () => {
    const { exitCode, said } = promtool(['test', 'rules', join(prometheusFolder, 'tests/alerts.yml')]);
    expect(said).toContain('SUCCESS');
    expect(exitCode).toBe(0);
  });

  test('notices a rule that is wrong', () => {
    const folder = mkdtempSync(join(tmpdir(), 'streampact-alerts-'));
    cpSync(prometheusFolder, folder, { recursive: true });
    const rules = join(folder, 'rules/alerts.yml');
    writeFileSync(rules, readFileSync(rules, 'utf8').replaceAll('behind="dead-letter"', 'behind="retry"'));
    const { exitCode, said } = promtool(['test', 'rules', join(folder, 'tests/alerts.yml')]);
    rmSync(folder, { recursive: true });
    expect(said).toContain('KeyBlocked');
    expect(exitCode).not.toBe(0);
  });
});

test.each(alerts.map(({ alert }) => alert))('%s is tested firing and not firing', (alert) => {
  const fires = testedAlerts.filter((tested) => tested.alert === alert).map((tested) => tested.fires);
  expect(new Set(fires)).toEqual(new Set([true, false]));
});

test.each(alerts)(
  '$alert has a page that says what it means, how to see it, and what to do',
  ({ alert, annotations }) => {
    const name = alert.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
    expect(annotations.runbook).toBe(`docs/runbooks/${name}.md`);
    const path = join(projectFolder, annotations.runbook);
    expect(existsSync(path)).toBe(true);
    const page = readFileSync(path, 'utf8');
    expect(page).toMatch(new RegExp(`^# ${alert}\n\n.+\n\n## How to see it\n[^]+\n## What to do\n[^]+`));
  },
);
