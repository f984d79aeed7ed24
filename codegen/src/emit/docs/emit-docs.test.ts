import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadContracts } from '../../load/load-contracts.js';
import { emitDocs } from './emit-docs.js';

const pagesOf = async (folder: string): Promise<ReadonlyMap<string, string>> => {
  const path = relative(process.cwd(), fileURLToPath(new URL(`../../../../${folder}`, import.meta.url)));
  const { contracts, findings } = await loadContracts(path);
  expect(findings).toEqual([]);
  return new Map(emitDocs(contracts).map(({ path: file, text }) => [file.replace('docs/', ''), text]));
};

const folders = ['asyncapi', 'codegen/testdata/docs/shapes', 'codegen/testdata/docs/hostile'];

/** Rows of a page's tables, without markup, columns with ` | ` between them. */
const rowsOf = (page: string | undefined): readonly string[] =>
  [...(page ?? '').matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)].map(([, row = '']) =>
    [...row.matchAll(/<t[dh][^>]*>(.*?)<\/t[dh]>/gs)]
      .map(([, cell = '']) =>
        cell
          .replaceAll(/<[^>]+>/g, '')
          .replaceAll('\u00A0', ' ')
          .trim(),
      )
      .join(' | '),
  );

test('writes an index and one page a document', async () => {
  const pages = await pagesOf('asyncapi');
  expect([...pages.keys()]).toEqual([
    'index.html',
    'notification-service.html',
    'order-service.html',
    'user-service.html',
  ]);
});

test('keeps the index when a document has its name', async () => {
  expect([...(await pagesOf('codegen/testdata/docs/hostile')).keys()]).toEqual(['index.html', 'index-service.html']);
});

const matchesIn = (page: string, pattern: RegExp): readonly string[] =>
  [...page.matchAll(pattern)].map(([, found = '']) => found);

test.each(folders)('links only to what is there, in the pages of %s', async (folder) => {
  const pages = await pagesOf(folder);
  const places = [...pages].flatMap(([name, page]) => [
    name,
    ...matchesIn(page, / id="([^"]*)"/g).map((id) => `${name}#${id}`),
  ]);
  const links = [...pages].flatMap(([name, page]) =>
    matchesIn(page, /<a href="([^"]*)"/g).map((href) => decodeURIComponent(href.startsWith('#') ? name + href : href)),
  );
  expect(links.length).toBeGreaterThan(10);
  expect(links.filter((link) => !places.includes(link))).toEqual([]);
  expect(places).toEqual([...new Set(places)]);
});

test.each(folders)('needs no script and nothing from elsewhere, in the pages of %s', async (folder) => {
  for (const page of (await pagesOf(folder)).values()) {
    const tags = [...page.matchAll(/<([a-z0-9]+)/gi)].map(([, tag]) => tag);
    expect(tags).not.toEqual(expect.arrayContaining([expect.stringMatching(/^(script|iframe|img|i|b|u|em|object)$/i)]));
    const attributes = [...page.matchAll(/<[a-z][^>]*?\s(on\w+|src)=/gi)];
    expect(attributes).toEqual([]);
    expect(page).not.toMatch(/(?:href|url\()\s*=?\s*["']?(?:https?|javascript):/i);
  }
});

test('shows texts of a contract as they are written', async () => {
  const page = (await pagesOf('codegen/testdata/docs/hostile')).get('index-service.html');
  expect(page).toContain('<h1>&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;</h1>');
  expect(page?.match(/&lt;script&gt;alert\(22\)/g)).toHaveLength(1);
});

test('shows every shape of payload as rows', async () => {
  const rows = rowsOf((await pagesOf('codegen/testdata/docs/shapes')).get('shapes-service.html'));
  expect(rows).toEqual([
    'Address | Owner | Partitions | Retention | Published by | Consumer groups',
    'shapes-stream | shapes-service | 3 | PT36H | shapes-service | shapes-service',
    'Operation | From | Messages | Retry | After the last attempt',
    'handleShapesHears of shapes. | shapes-stream | SHAPE_SEEN | up to 3 attempts, 250 ms to 1 min apart; each may take 5 s | the key waits',
    'Property | Type | Required | Constraints | Description',
    'shapeId | string (uuid) | required |  | Identity of the shape.',
    'tree | Tree | required |  | A tree of shapes.',
    'tree.children | array of Tree | optional |  | Shapes inside this one.',
    'seenBy PII | string or null | optional | at most 40 characters | Who saw it.',
    'kind | string | optional | always flat | Always the same.',
    'corners | integer | optional | at least 3, less than 20,000, a multiple of 1, default 4 | How many.',
    'sides | array of number | optional | exactly 3 items, no item twice | Lengths.',
    'labels | object | optional |  | Labels by language.',
    'labels.* | string | optional | matches ^[a-z]+$ | Any other property.',
    'paint | Colour or object | optional |  | How it is painted.',
    'paint, form 1 of 2: Colour',
    'paint.rgb | string | required |  | As in CSS.',
    'paint, form 2 of 2: Pattern',
    'paint.stripes | boolean | required |  | Whether it has stripes.',
    'box | Point | optional |  | Where it is.',
    'box.x | number | required |  | From the left.',
    'box.width | number | optional |  | To the right.',
  ]);
});

test('says in the index who handles a message', async () => {
  const rows = rowsOf((await pagesOf('asyncapi')).get('index.html'));
  expect(rows).toContain(
    'ORDER_CONFIRMED | orders-stream | notification-service | The credit for the order is reserved; the order will be delivered.',
  );
});

test('writes the same bytes again', async () => {
  expect(await pagesOf('asyncapi')).toEqual(await pagesOf('asyncapi'));
});
