/** The event documentation of a contract set: pages with their twins, the search index, style and script. */
import type { ContractSet } from '../../model/contract.js';
import { type EmittedFile, generatedMark } from '../emitted-file.js';
import type { DocsInputs } from './docs-inputs.js';
import { eventFacts } from './facts/event-facts.js';
import { snippetsOf } from './facts/snippets.js';
import { systemGraph } from './graph/graph.js';
import { mermaidText } from './graph/mermaid.js';
import { eventPage } from './html/event-page.js';
import { homePage } from './html/home-page.js';
import { listPages } from './html/list-pages.js';
import { servicePage } from './html/service-page.js';
import { streamPage } from './html/stream-page.js';
import { searchIndex } from './search-index.js';
import { siteOf } from './site/site.js';
import { eventJson, jsonText, serviceJson, streamJson, systemJson } from './twins/json.js';
import { eventMarkdown, serviceMarkdown, streamMarkdown, systemMarkdown } from './twins/markdown.js';

/** Where the pages go, below the folder of generated code. */
export const docsFolder = 'docs';

/** @returns the files of the folder of pages, sorted by path, relative to it. The same contracts give the same bytes. */
export const emitDocs = (contracts: ContractSet, inputs: DocsInputs): readonly EmittedFile[] => {
  const site = siteOf(contracts);
  const { from } = site;
  const snippets = snippetsOf(contracts, inputs.importOf);
  const facts = site.events.map((event) => eventFacts(event, inputs, snippets));
  const graph = systemGraph(site);
  const page = (path: string, html: string, json: object, markdown: string): readonly EmittedFile[] => [
    { path: `${path}.html`, text: html },
    { path: `${path}.json`, text: jsonText(json, from) },
    { path: `${path}.md`, text: `<!-- ${mark(from)} -->\n\n${markdown}` },
  ];
  const files = [
    ...page('index', homePage(site), systemJson(site), systemMarkdown(site, graph)),
    ...site.services.flatMap((service) =>
      page(
        service.path,
        servicePage(site, service, inputs),
        serviceJson(service, inputs),
        serviceMarkdown(service, inputs),
      ),
    ),
    ...site.streams.flatMap((stream) =>
      page(stream.path, streamPage(site, stream, inputs), streamJson(stream), streamMarkdown(stream)),
    ),
    ...facts.flatMap((one) => page(one.event.path, eventPage(site, one, inputs), eventJson(one), eventMarkdown(one))),
    ...listPages(site).map(({ path, text }) => ({ path: `${path}.html`, text })),
    ...(graph === undefined ? [] : [{ path: 'system.mmd', text: `%% ${mark(from)}\n${mermaidText(graph)}` }]),
    { path: 'assets/search-index.js', text: `// ${mark(from)}\n${searchIndex(site, facts)}` },
    { path: 'assets/docs.js', text: `// ${mark(from)}\n${inputs.assets.script}` },
    { path: 'assets/style.css', text: `/* ${mark(from)} */\n${inputs.assets.style}` },
  ];
  return files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
};

const mark = (from: string): string => `${generatedMark} from ${from}. To write it again: npm run docs`;
