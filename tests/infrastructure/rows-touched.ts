/** How many rows does the plan of a statement touch, in all of its steps? */
import type { Client } from 'pg';

interface PlanNode {
  readonly 'Actual Rows': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly PlanNode[];
}

/** Runs the statement. */
export const rowsTouched = async (client: Client, text: string, values: readonly unknown[] = []): Promise<number> => {
  const explained = await client.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
    `explain (analyze, format json) ${text}`,
    [...values],
  );
  return rowsOf(explained.rows[0]?.['QUERY PLAN'][0].Plan ?? { 'Actual Rows': Number.NaN });
};

const rowsOf = (node: PlanNode): number =>
  node['Actual Rows'] +
  (node['Rows Removed by Filter'] ?? 0) +
  (node.Plans ?? []).map(rowsOf).reduce((a, b) => a + b, 0);
