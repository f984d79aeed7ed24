/** A real Chromium for tests of pages: the one of `CHROMIUM_PATH`, or Debian's. */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const path = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';

/** `describe`, or `describe.skip` after one line that says what is missing. */
export const describeInChromium = existsSync(path) ? describe : describe.skip;

if (!existsSync(path)) {
  process.stderr.write(
    `Pages are not tested: there is no ${path}. Install Debian's package chromium, or set CHROMIUM_PATH.\n`,
  );
}

export const launchChromium = async (): Promise<Browser | undefined> => {
  if (!existsSync(path)) return undefined;
  const args = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'];
  const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync'];
  return chromium.launch({ executablePath: path, args: [...args, ...quiet] });
};
