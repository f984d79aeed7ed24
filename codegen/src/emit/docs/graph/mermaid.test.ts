import { fileURLToPath } from 'node:url';
import { relative } from 'node:path';
import { loadContracts } from '../../../load/load-contracts.js';
import { siteOf } from '../site/site.js';
import { systemGraph } from './graph.js';
import { layoutOf } from './layout.js';
import { mermaidText } from './mermaid.js';

const graphOf = async (folder: string): Promise<NonNullable<ReturnType<typeof systemGraph>>> => {
  const path = relative(process.cwd(), fileURLToPath(new URL(`../../../../../${folder}`, import.meta.url)));
  const graph = systemGraph(siteOf((await loadContracts(path)).contracts));
  if (graph === undefined) throw new Error('The graph is too large.');
  return graph;
};

test('draws who publishes and handles what', async () => {
  const text = mermaidText(await graphOf('asyncapi'));
  expect(text).toMatch(/^flowchart LR\n {2}n1\["notification-service"\]\n/);
  expect(text).toContain('n2 -->|"ORDER_PLACED<br>ORDER_CONFIRMED<br>ORDER_REJECTED<br>ORDER_CANCELLED"| n5');
});

test('lets no name of a contract out of its quotes', async () => {
  const text = mermaidText(await graphOf('codegen/testdata/docs/hostile'));
  expect(text.replaceAll('<br>', '')).not.toMatch(/[<>](?!\|)(?<!-->)/);
  expect(text).toContain('#60;svg/onload');
});

test('places boxes without overlap, the same every time', async () => {
  const graph = await graphOf('asyncapi');
  const { nodes } = layoutOf(graph, { direction: 'TB', namesMax: 6 });
  const overlapping = nodes.flatMap((a) =>
    nodes.filter(
      (b) => a !== b && Math.abs(a.x - b.x) * 2 < a.width + b.width && Math.abs(a.y - b.y) * 2 < a.height + b.height,
    ),
  );
  expect(overlapping).toEqual([]);
  expect(layoutOf(graph, { direction: 'TB', namesMax: 6 }).nodes).toEqual(nodes);
});
