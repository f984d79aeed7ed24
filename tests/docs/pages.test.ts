/**
 * Goal: the event docs work in a real browser, opened from files as people do. Method: the pages of the shop are written into
 * a folder, and every page that a test opens is watched for console errors and for requests that leave the folder.
 */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { docs } from '../../codegen/src/commands/docs.js';
import { projectFolder } from '../infrastructure/compiled.js';
import { describeInChromium, launchChromium } from './chromium.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const pages = ['index', 'services/user-service', 'streams/orders-stream', 'events/ORDER_PLACED', 'events/index'];

let folder = '';
let browser: Browser | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'streampact-pages-'));
  const output = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  const services = join(projectFolder, 'services');
  await docs({
    input: join(projectFolder, 'asyncapi'),
    output: folder,
    services,
    profile: 'streampact',
    check: false,
    format: 'text',
  });
  output.mockRestore();
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

interface Watched {
  readonly page: Page;
  /** Console errors, exceptions, and requests for anything but files of the folder. */
  readonly problems: readonly string[];
}

interface Screen {
  readonly colorScheme?: 'light' | 'dark';
  readonly width?: number;
  readonly hasScript?: boolean;
}

const open = async (
  path: string,
  { colorScheme = 'light', width = 1280, hasScript = true }: Screen = {},
): Promise<Watched> => {
  if (browser === undefined) throw new Error('There is no browser.');
  const viewport = { width, height: 900 };
  const context = await browser.newContext({ colorScheme, viewport, javaScriptEnabled: hasScript });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith(pathToFileURL(folder).href) && request.url() !== 'data:,')
      problems.push(request.url());
  });
  await page.goto(pathToFileURL(join(folder, 'docs', `${path}.html`)).href);
  return { page, problems };
};

const pathOf = (page: Page): string => decodeURIComponent(page.url()).split('/docs/')[1] ?? page.url();

const screens = [
  { colorScheme: 'light', width: 1280 },
  { colorScheme: 'dark', width: 1280 },
  { colorScheme: 'light', width: 390 },
  { colorScheme: 'dark', width: 390 },
] as const;

describeInChromium('event docs', () => {
  describe.each(screens)('in $colorScheme at $width px', (screen) => {
    test.each(pages)(
      '%s has no error, no request, no sideways scrolling, and nothing that axe finds serious',
      async (path) => {
        const { page, problems } = await open(path, screen);
        const overflow = await page.evaluate(
          'document.documentElement.scrollWidth - document.documentElement.clientWidth',
        );
        expect(overflow).toBe(0);
        expect(problems).toEqual([]);
        await page.evaluate(axe);
        const found = await page.evaluate('axe.run().then(({ violations }) => violations)');
        const violations = found as { id: string; impact: string; nodes: { html: string }[] }[]; // axe's documented result
        const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
        expect(serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
        await page.context().close();
      },
    );
  });

  test('finds a field by its name and by its description, and leads to its row', async () => {
    const { page, problems } = await open('index');
    await page.getByRole('combobox').fill('unitPrice');
    await page.getByRole('option').first().click();
    await page.waitForURL(/payload\.items\.unitPrice$/);
    expect(pathOf(page)).toBe('events/ORDER_PLACED.html#payload.items.unitPrice');
    await page.getByRole('combobox').fill('number of the article');
    await expectFirst(page, 'items[].sku');
    await page.getByRole('combobox').fill('order placed');
    await expectFirst(page, 'ORDER_PLACED');
    expect(problems).toEqual([]);
    await page.context().close();
  });

  test('is used by keyboard alone: slash, words, arrows, enter, escape', async () => {
    const { page } = await open('services/user-service');
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').textContent()).toBe('Skip to the content');
    await page.keyboard.press('/');
    await page.keyboard.type('credit');
    await page.waitForSelector('[role=option]');
    const first = await page.getByRole('combobox').getAttribute('aria-activedescendant');
    await page.keyboard.press('ArrowDown');
    expect(await page.getByRole('combobox').getAttribute('aria-activedescendant')).not.toBe(first);
    const href = await page.locator('[role=option][aria-selected=true] a').getAttribute('href');
    await page.keyboard.press('Enter');
    await page.waitForURL(new URL(href ?? '', page.url()).href);
    await page.keyboard.press('/');
    await page.keyboard.type('credit');
    await page.waitForSelector('[role=option]');
    await page.keyboard.press('Escape');
    expect(await page.getByRole('listbox').isVisible()).toBe(false);
    await page.context().close();
  });

  test('leads from the picture to the page of a service, a stream and an event', async () => {
    for (const [width, drawn] of [
      [1280, 'wide'],
      [390, 'narrow'],
    ] as const) {
      for (const [name, path] of [
        ['a.service[href*="order-service"]', 'services/order-service.html'],
        ['a.stream[href*="users-stream"]', 'streams/users-stream.html'],
      ] as const) {
        const { page } = await open('index', { width });
        await page.locator(`svg.${drawn} ${name}`).first().click();
        await page.waitForURL(new RegExp(path));
        await page.context().close();
      }
    }
    const { page } = await open('index');
    await page.locator('svg.wide a[href="events/ORDER_PLACED.html"]').first().click();
    await page.waitForURL(/events\/ORDER_PLACED\.html$/);
    expect(await page.locator('h1').textContent()).toBe('OrderPlaced');
    await page.context().close();
  });

  test('shows results above the page on a telephone', async () => {
    const { page, problems } = await open('events/ORDER_PLACED', { width: 390 });
    await page.getByRole('combobox').fill('credit');
    // A trial of a click fails if anything else lies above the result.
    await page.getByRole('option').nth(5).click({ trial: true });
    expect(problems).toEqual([]);
    await page.context().close();
  });

  test('is complete without script, only without search', async () => {
    const { page } = await open('events/ORDER_PLACED', { hasScript: false });
    expect(await page.locator('form.search').isVisible()).toBe(false);
    expect(await page.locator('[id="payload.items.unitPrice.currency"]').isVisible()).toBe(true);
    await page.context().close();
  });
});

/** The first result; waits until it is the one. */
const expectFirst = async (page: Page, name: string): Promise<void> => {
  const first = page.getByRole('option').first().locator('code');
  await first.filter({ hasText: name }).waitFor({ timeout: 5_000 });
};
