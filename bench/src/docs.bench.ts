/** How soon can one use the documentation of 1,000 messages, against AsyncAPI's React page of the same document? */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';
import { syntheticContracts } from '@streampact/codegen';
import { bundled, installReactPage, reactVersion, writeReactPage } from './docs-rival.js';
import { median, numberText, type Report } from './report.js';

const messages = 1_000;
const rounds = 3;
/** A page that shows something else, e.g. an error, ends the measurement. */
const deadlineMs = 120_000;
const main = fileURLToPath(new URL('../../codegen/dist/main.js', import.meta.url));
const run = promisify(execFile);

export const docsBench = async (): Promise<Report> => {
  const folder = await mkdtemp(join(tmpdir(), 'streampact-bench-docs-'));
  const browser = await launch();
  try {
    const contracts = syntheticContracts({ messages, perDocument: messages });
    await writeAll(join(folder, 'asyncapi'), contracts);
    const react = await installReactPage(folder);
    await writeReactPage(react, bundled(contracts));
    const pages = join(folder, 'out', 'docs');
    const last = lastMessage(contracts);
    const cold: number[] = [];
    for (let round = 0; round < 3; round++) {
      await rm(pages, { recursive: true, force: true });
      cold.push(await build(folder));
    }
    const noop = [await build(folder), await build(folder), await build(folder)];
    const ours: number[] = [];
    const found: number[] = [];
    const theirs: number[] = [];
    for (let round = 0; round < rounds; round++) {
      ours.push(
        await interactive(browser, join(pages, 'index.html'), { place: 'main', wanted: 'Services and their events' }),
      );
      found.push(await searchFor(browser, join(pages, 'index.html'), last.name));
      theirs.push(await interactive(browser, react.page, { place: '#asyncapi', wanted: last.title }));
    }
    return {
      question: `How soon can one use the documentation of ${messages} messages, against AsyncAPI's React page of the same document?`,
      settings: {
        contracts: `${messages} synthetic messages in one document`,
        browser: `Chromium ${browser.version()}, pages opened from files`,
        measured: 'from navigation until the content is there and the main thread is idle',
        rival: `@asyncapi/react-component ${reactVersion}, browser/standalone (needs no build)`,
        sizes: await sizesOf(pages, react.page),
      },
      rows: [
        { name: 'first page, interactive', values: ours, unit: 'ms' },
        { name: 'open, search and read the last event', values: found, unit: 'ms' },
        { name: 'React page, interactive', values: theirs, unit: 'ms' },
        { name: 'docs, cold', values: cold, unit: 's' },
        { name: 'docs, nothing changed', values: noop, unit: 's' },
      ],
      answer:
        `React page / first page = ${numberText(median(theirs) / median(ours))}, ` +
        `React page / search and read = ${numberText(median(theirs) / median(found))} (expected: at least 10)`,
    };
  } finally {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  }
};

const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
  });

const writeAll = async (folder: string, files: Readonly<Record<string, string>>): Promise<void> => {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
};

/** @returns seconds of the whole command */
const build = async (folder: string): Promise<number> => {
  const startedAt = performance.now();
  await run(process.execPath, [main, 'docs', '--input', join(folder, 'asyncapi'), '--output', join(folder, 'out')]);
  return (performance.now() - startedAt) / 1_000;
};

/** Wire name and title of the message that stands last in the document; the React page shows only the title. */
const lastMessage = (
  contracts: Readonly<Record<string, string>>,
): { readonly name: string; readonly title: string } => {
  const found = [
    ...Object.values(contracts)
      .join('\n')
      .matchAll(/^ {6}name: (\w+)\n {6}title: (\w+)$/gm),
  ];
  const [, name, title] = found.at(-1) ?? [];
  if (name === undefined || title === undefined) throw new Error('The synthetic contracts name no message.');
  return { name, title };
};

interface Content {
  /** Selector of the element that holds it: the script of a page holds the document, too. */
  readonly place: string;
  readonly wanted: string;
}

/** Resolves with the time when the content stands in the page and the main thread has nothing to do. */
const watchFor = ({ place, wanted }: Content): string => `
  window.interactive = new Promise((resolve) => {
    const look = () => {
      if (!document.querySelector('${place}')?.textContent.includes(${JSON.stringify(wanted)})) return false;
      requestIdleCallback(() => resolve(performance.now()));
      return true;
    };
    document.addEventListener('DOMContentLoaded', () => {
      if (look()) return;
      // Seldom enough not to slow down the page that is watched.
      const timer = setInterval(() => look() && clearInterval(timer), 200);
    });
  });`;

const interactive = async (browser: Browser, page: string, content: Content): Promise<number> => {
  const context = await browser.newContext();
  try {
    const opened = await context.newPage();
    opened.setDefaultTimeout(deadlineMs);
    await opened.addInitScript(watchFor(content));
    await opened.goto(pathToFileURL(page).href, { timeout: deadlineMs });
    const timeout = new Promise<never>((_, fail) => {
      setTimeout(
        fail,
        deadlineMs,
        new Error(`${page} did not show ${content.wanted} in ${deadlineMs / 1_000} s.`),
      ).unref();
    });
    return await Promise.race([opened.evaluate<number>('window.interactive'), timeout]);
  } finally {
    await context.close();
  }
};

/** Opens the first page, searches for an event by name, and waits until its own page shows its payload. */
const searchFor = async (browser: Browser, page: string, name: string): Promise<number> => {
  const context = await browser.newContext();
  try {
    const opened = await context.newPage();
    const startedAt = performance.now();
    await opened.goto(pathToFileURL(page).href);
    await opened.getByRole('combobox').fill(name);
    await opened.getByRole('option').first().locator('code').filter({ hasText: name }).waitFor();
    await opened.keyboard.press('Enter');
    await opened.waitForURL(`**/events/${name}.html`);
    await opened.locator('#payload').waitFor();
    return performance.now() - startedAt;
  } finally {
    await context.close();
  }
};

const sizesOf = async (pages: string, reactPage: string): Promise<string> => {
  const kilobytes = (bytes: number): string => `${numberText(bytes / 1_000)} KB`;
  const home = await stat(join(pages, 'index.html'));
  const names = (await readdir(pages, { recursive: true })).filter((name) => name.endsWith('.html'));
  const all = await Promise.all(names.map(async (name) => (await stat(join(pages, name))).size));
  const rival = await stat(reactPage);
  return `first page ${kilobytes(home.size)}, largest of ${names.length} pages ${kilobytes(Math.max(...all))}; React page ${kilobytes(rival.size)} and 3,042 KB of script`;
};
