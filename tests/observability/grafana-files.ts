/** The dashboards of deploy/grafana, as tests look at them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../infrastructure/compiled.js';

export interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly datasource?: { readonly type: string; readonly uid: string };
  readonly targets?: readonly { readonly expr?: string }[];
}

export interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly { readonly query: { readonly query: string } }[] };
}

const folder = join(projectFolder, 'deploy/grafana/dashboards');

/** By file name. dashboards.test.ts holds them to Grafana's schema, of which the types above are the part that is looked at. */
export const dashboards: ReadonlyMap<string, { readonly text: string; readonly dashboard: Dashboard }> = new Map(
  readdirSync(folder).map((file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    return [file, { text, dashboard: JSON.parse(text) as Dashboard }];
  }),
);
