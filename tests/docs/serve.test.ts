/** Goal: `streampact docs --serve` shows a change without a hand on the browser. Method: the real command, in a folder of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { compile, projectFolder } from '../infrastructure/compiled.js';
import { describeInChromium, launchChromium } from './chromium.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'streampact-serve-'));
  await cp(join(projectFolder, 'asyncapi'), join(folder, 'asyncapi'), { recursive: true });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describeInChromium('docs --serve', () => {
  test('loads a page again when its contract changes, and stays inside its folder', async () => {
    compile();
    const main = join(projectFolder, 'codegen/dist/main.js');
    const server = spawn(process.execPath, [main, 'docs', '--serve'], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const browser = await launchChromium();
    try {
      const url = await urlOf(server.stdout);
      const page = await (browser ?? never()).newPage();
      const problems: string[] = [];
      page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
      await page.goto(`${url}events/ORDER_PLACED.html`);
      const contract = join(folder, 'asyncapi/order-service.yaml');
      const text = await readFile(contract, 'utf8');
      await writeFile(contract, text.replace('Number of the article.', 'What the shelf says.'));
      await page.getByText('What the shelf says.').waitFor({ timeout: 20_000 });
      expect(problems).toEqual([]);
      expect((await fetch(`${url}..%2f..%2fasyncapi/order-service.yaml`)).status).toBe(404);
    } finally {
      await browser?.close();
      const ended = once(server, 'exit');
      server.kill('SIGTERM');
      await ended;
    }
    expect(server.exitCode).toBe(0);
  });
});

const urlOf = async (output: NodeJS.ReadableStream): Promise<string> => {
  for await (const line of createInterface({ input: output })) {
    const [url] = /http:\/\/127\.0\.0\.1:\d+\//.exec(line) ?? [];
    if (url !== undefined) return url;
  }
  throw new Error('The server ended before it said where it is.');
};

const never = (): never => {
  throw new Error('There is no browser.');
};
