import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { docsInputs } from '../../commands/docs/docs-inputs.js';
import { loadContracts } from '../../load/load-contracts.js';
import { inFolder } from '../../testing/in-folder.js';
import { syntheticContracts } from '../../testing/synthetic-contracts.js';
import { emitDocs } from './emit-docs.js';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

const filesOf = async (
  folder: string,
  profile: 'streampact' | 'any' = 'streampact',
): Promise<ReadonlyMap<string, string>> => {
  const { contracts, findings } = await loadContracts(relative(process.cwd(), resolve(root, folder)), { profile });
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  const places = {
    output: `${root}generated`,
    pages: `${root}generated/docs`,
    services: 'services',
    sourceUrl: undefined,
  };
  return new Map(emitDocs(contracts, await docsInputs(contracts, places)).map(({ path, text }) => [path, text]));
};

const folders = ['asyncapi', 'codegen/testdata/docs/shapes', 'codegen/testdata/docs/hostile'];

const htmlOf = (files: ReadonlyMap<string, string>): readonly (readonly [string, string])[] =>
  [...files].filter(([path]) => path.endsWith('.html'));

/** Rows of a page's tables, without markup, columns with ` | ` between them. */
const rowsOf = (page: string | undefined): readonly string[] =>
  [...(page ?? '').matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)].map(([, row = '']) =>
    [...row.replaceAll(/<a class="anchor".*?<\/a>/g, '').matchAll(/<t[dh][^>]*>(.*?)<\/t[dh]>/gs)]
      .map(([, cell = '']) =>
        cell
          .replaceAll(/<span class="parent">.*?<\/span>/g, '')
          .replaceAll(/<\/?(?:span|tr)[^>]*>/g, ' ')
          .replaceAll(/<[^>]+>/g, '')
          .replaceAll(/\s+/g, ' ')
          .trim(),
      )
      .join(' | '),
  );

test('writes a page for each service, stream and event, each with its twins', async () => {
  const files = await filesOf('asyncapi');
  for (const page of ['index', 'services/user-service', 'streams/users-stream', 'events/USER_CREATED']) {
    for (const ending of ['html', 'md', 'json']) expect(files.has(`${page}.${ending}`)).toBe(true);
  }
  expect(files.get('system.mmd')).toContain('flowchart LR');
  expect(htmlOf(files)).toHaveLength(1 + 3 + 3 + 11 + 3);
});

const matchesIn = (page: string, pattern: RegExp): readonly string[] =>
  [...page.matchAll(pattern)].map(([, found = '']) => found);

test.each(folders)('links only to what is there, in the pages of %s', async (folder) => {
  const files = await filesOf(folder);
  const places = htmlOf(files).flatMap(([path, page]) =>
    matchesIn(page, / id="([^"]*)"/g).map((id) => `${path}#${id}`),
  );
  expect(places).toEqual([...new Set(places)]);
  const known = new Set([...places, ...files.keys()]);
  const links = htmlOf(files).flatMap(([path, page]) =>
    matchesIn(page, /<a [^>]*?href="([^"]*)"/g)
      .filter((href) => !/^https?:|#L\d+$/.test(href))
      .map((href) =>
        decodeURIComponent(new URL(href.replaceAll('&#39;', "'"), `file:///${path}`).href.slice('file:///'.length)),
      ),
  );
  expect(links.length).toBeGreaterThan(10);
  expect([...new Set(links)].filter((link) => !known.has(unescaped(link)) && !known.has(link))).toEqual([]);
});

const unescaped = (text: string): string =>
  text
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

test.each(folders)('has no script but its own and nothing from elsewhere, in the pages of %s', async (folder) => {
  for (const [, page] of htmlOf(await filesOf(folder))) {
    const scripts = [...page.matchAll(/<script[^>]*>/gi)].map(([tag]) => tag);
    expect(scripts).toEqual([expect.stringMatching(/^<script defer src="(?:\.\.\/)?assets\/docs\.js">$/)]);
    const tags = [...page.matchAll(/<([a-z0-9]+)/gi)].map(([, tag]) => tag);
    expect(tags).not.toEqual(expect.arrayContaining([expect.stringMatching(/^(iframe|img|b|u|em|object)$/i)]));
    expect([...page.matchAll(/<[a-z][^>]*?\s(?:on\w+|style)=/gi)]).toEqual([]);
    expect(page).not.toMatch(/(?:href|url\()\s*=?\s*["']?javascript:/i);
  }
});

test('shows texts of a contract as they are written, and gives their pages names that every file system takes', async () => {
  const files = await filesOf('codegen/testdata/docs/hostile');
  expect(files.get('services/index-page.html')).toContain(
    '<h1>&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;</h1>',
  );
  for (const path of files.keys()) expect(path).toMatch(/^[\w.-]+(?:\/[\w.-]+)?$/);
  const markdown = [...files].filter(([path]) => path.endsWith('.md'));
  for (const [, text] of markdown) expect(text.replaceAll(/`+[^`]+`+/g, '')).not.toMatch(/<(?!!-- Generated)/);
});

test('shows every shape of payload as rows', async () => {
  const rows = rowsOf((await filesOf('codegen/testdata/docs/shapes')).get('events/SHAPE_SEEN.html'));
  expect(rows.slice(0, rows.indexOf('Service | Handler | Retry | After the last attempt | Time limit'))).toEqual([
    'Property | Type | Description and constraints',
    'shapeId key | string (uuid) required | Identity of the shape.',
    'tree | Tree required | A tree of shapes.',
    'children | array of Tree optional | Shapes inside this one. the same again as tree',
    'seenBy PII | string or null optional | Who saw it. at most 40 characters',
    'kind | string optional | Always the same. always flat',
    'corners | integer optional | How many. at least 3 less than 20,000 a multiple of 1 default 4',
    'sides | array of number optional | Lengths. exactly 3 items no item twice',
    '[] | number | more than 0',
    'labels | object optional | Labels by language.',
    '* | string optional | Any other property. matches ^[a-z]+$',
    'paint | Colour or object optional | How it is painted.',
    'paint, form 1 of 2: Colour',
    'rgb | string required | As in CSS.',
    'paint, form 2 of 2: Pattern',
    'stripes | boolean required | Whether it has stripes.',
    'box | Point optional | Where it is.',
    'x | number required | From the left.',
    'width | number optional | To the right.',
  ]);
});

test('names the file of a handler, the policy, and who publishes and handles', async () => {
  const files = await filesOf('asyncapi');
  expect(rowsOf(files.get('events/ORDER_PLACED.html'))).toContainEqual(
    expect.stringMatching(
      /^user-service \| services\/user-service\/src\/events\/order-placed\.handler\.ts:\d+ \| up to 8 attempts, 500 ms to 5 minutes apart \| dead letter; later events of its key go on \| 30 seconds an attempt$/,
    ),
  );
  expect(rowsOf(files.get('index.html'))).toContain(
    'ORDER_CONFIRMED | orders-stream | notification-service | The credit for the order is reserved; the order will be delivered.',
  );
  expect(files.get('events/ORDER_PLACED.html')).toContain('7 days <span class="quiet">(P7D)</span>');
});

test('writes the same bytes again', async () => {
  expect(await filesOf('asyncapi')).toEqual(await filesOf('asyncapi'));
});

const sizes = (files: ReadonlyMap<string, string>): readonly (readonly [string, number])[] =>
  htmlOf(files).map(([path, text]) => [path, Buffer.byteLength(text)]);

test.each([
  ['ten services of 100 events', 100],
  ['one service of 1,000 events', 1_000],
])('keeps the first page below 150 KB and every page below 300 KB for %s', async (_, perDocument) => {
  await inFolder(syntheticContracts({ messages: 1_000, perDocument }), async (folder) => {
    const { contracts } = await loadContracts(folder);
    const places = { output: folder, pages: join(folder, 'docs'), services: folder, sourceUrl: undefined };
    // Compiling a thousand schemas to check the examples takes most of the time, and gives the same badge on each page.
    const inputs = { ...(await docsInputs(contracts, places)), exampleProblems: () => [] };
    const files = new Map(emitDocs(contracts, inputs).map(({ path, text }) => [path, text]));
    const found = sizes(files);
    expect(found.length).toBeGreaterThan(1_000);
    expect(found.filter(([, bytes]) => bytes > 300_000)).toEqual([]);
    expect(Buffer.byteLength(files.get('index.html') ?? '')).toBeLessThan(150_000);
  });
});
